package dev.annals.api;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The routes of everything that is mounted; complete before the server starts. Templates are matched in the order in which they were added. */
public final class Routes {
    private final Map<String, Path> paths = new LinkedHashMap<>();
    private Dialect mounting;

    Routes(Dialect first) {
        mounting = first;
    }

    /** Adds one route; a second route for the same method and template is a programming error. */
    public void add(Route route) {
        Path path = paths.computeIfAbsent(route.template(), template -> new Path(template, mounting, new TreeMap<>()));
        if (path.methods.putIfAbsent(route.method(), route) != null) {
            throw new IllegalStateException("two routes for " + route.method() + " " + route.template()
                    + ", the second by " + mounting.name() + " (expected: one)");
        }
    }

    void mount(Mount mount, Dialect words) {
        mounting = words;
        mount.mount(this);
    }

    Collection<Path> paths() {
        return Collections.unmodifiableCollection(paths.values());
    }

    /** All methods of one template, in the words of one dialect. */
    record Path(String template, Dialect dialect, Map<String, Route> methods) {
        /** The route for a method; HEAD is GET without its body. */
        @Nullable
        Route route(String method) {
            return methods.get(method.equals("HEAD") ? "GET" : method);
        }

        /** What the Allow header says. */
        List<String> allowed() {
            List<String> allowed = new ArrayList<>();
            for (String method : methods.keySet()) {
                if (!method.equals("OPTIONS")) {
                    allowed.add(method);
                }
                if (method.equals("GET")) {
                    allowed.add("HEAD");
                }
            }
            allowed.add("OPTIONS");
            return allowed;
        }

        /** Whether no method of it can be used without credentials. */
        boolean needsCaller() {
            return methods.values().stream().noneMatch(route -> route.access() == Access.OPEN);
        }
    }
}
