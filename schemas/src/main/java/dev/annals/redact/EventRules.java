package dev.annals.redact;

import dev.annals.model.ChangeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the rules come to for one event: the names, the paths of its type, its pointers, and what its type makes secret. */
final class EventRules {
    private static final String INPUTS = "inputs";
    private static final Set<String> CREDENTIAL = Set.of("credential", "credentials");
    /** Jobs of AWX, which say by name which credentials they use. */
    private static final Set<String> JOB = Set.of("job", "jobs");

    private static final Set<String> KUBERNETES_SECRET = Set.of("secret", "secrets");

    private final SecretNames names;
    private final KeyKinds kinds;
    private final List<RedactionRule> rules;
    private final boolean credential;
    private final boolean kubernetesSecret;
    private final boolean job;
    private final List<String> pointers;

    EventRules(RedactionRules rules, KeyKinds kinds, ChangeEvent event) {
        this.names = rules.names();
        this.kinds = kinds;
        this.pointers = event.sensitive();
        String type = event.object().type();
        this.credential = isOf(CREDENTIAL, type);
        this.kubernetesSecret = isOf(KUBERNETES_SECRET, type);
        this.job = isOf(JOB, type);
        if (rules.paths().isEmpty()) {
            this.rules = List.of();
        } else {
            this.rules = rules.paths().stream().filter(rule -> rule.isFor(type)).toList();
        }
    }

    /** The last word of a type decides: {@code credential}, {@code awx.main.models.Credential}, {@code v1/secrets}. */
    private static boolean isOf(Set<String> types, String type) {
        int last = Math.max(type.lastIndexOf('.'), Math.max(type.lastIndexOf('/'), type.lastIndexOf(':')));
        return types.contains(type.substring(last + 1).toLowerCase(Locale.ROOT));
    }

    SecretNames names() {
        return names;
    }

    boolean isSecret(String name) {
        return !name.isEmpty() && isSecretName(name);
    }

    private boolean isSecretName(String name) {
        return kinds.of(name).isSecret() || (credential && name.equalsIgnoreCase(INPUTS));
    }

    /** Whether a value is the list of the credentials that a job of AWX uses, each by its name and its id in brackets, and no secret. */
    boolean namesCredentials(String name, Node value) {
        return job
                && name.equals("credentials")
                && value.kind == Node.Kind.ARRAY
                && value.children.stream().allMatch(child -> child.kind == Node.Kind.TEXT && hasIdBehind(child.text));
    }

    private static boolean hasIdBehind(String text) {
        int bracket = text.lastIndexOf(" (");
        int end = text.length() - 1;
        return bracket > 0
                && text.charAt(end) == ')'
                && bracket + 2 < end
                && text.substring(bracket + 2, end).chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether the data of the event's documents are those of a Kubernetes Secret. */
    boolean isKubernetesSecret() {
        return kubernetesSecret;
    }

    /** Whether nothing beside names and forms makes anything secret. */
    boolean isPlain() {
        return !credential && !kubernetesSecret && rules.isEmpty() && pointers.isEmpty();
    }

    boolean isLooked(String name) {
        return !name.isEmpty() && kinds.of(name).isLooked();
    }

    KeyKinds kinds() {
        return kinds;
    }

    boolean hasPointers() {
        return !pointers.isEmpty();
    }

    /** Whether a pointer names this member of the event itself. */
    boolean isSensitive(String path) {
        return pointers.contains(path);
    }

    /** What begins at the top of a part of the event that is reached by this path. */
    List<Cursor> at(String path, boolean document) {
        if (rules.isEmpty() && pointers.isEmpty()) {
            return List.of();
        }
        List<Cursor> cursors = new ArrayList<>();
        if (document) {
            rules.forEach(rule -> cursors.add(new Cursor(rule.path(), 0)));
        }
        for (String pointer : pointers) {
            if (document) {
                cursors.add(Cursor.of(pointer));
            }
            if (pointer.startsWith(path)
                    && (pointer.length() == path.length() || pointer.charAt(path.length()) == '/')) {
                cursors.add(Cursor.of(pointer.substring(path.length())));
            }
        }
        return cursors;
    }

    /** What begins at a field of the producer's own changes, on the old (0) or the new (1) side. */
    List<Cursor> atChange(int side) {
        if (rules.isEmpty() && pointers.isEmpty()) {
            return List.of();
        }
        List<Cursor> cursors = new ArrayList<>();
        rules.forEach(rule -> cursors.add(new Cursor(rule.path(), 0)));
        for (String pointer : pointers) {
            Cursor inDocument = Cursor.of(pointer);
            cursors.add(inDocument);
            List<RedactionRule.Step> path = inDocument.path();
            if (path.size() == 1 && pointer.equals("/changes")) {
                cursors.add(Cursor.of(""));
            } else if (path.size() == 2 && pointer.startsWith("/changes/")) {
                cursors.add(new Cursor(path.subList(1, 2), 0));
            } else if (path.size() > 2
                    && pointer.startsWith("/changes/")
                    && path.get(2).matches(Integer.toString(side))) {
                List<RedactionRule.Step> below = new ArrayList<>(path.subList(3, path.size()));
                below.add(0, path.get(1));
                cursors.add(new Cursor(below, 0));
            }
        }
        return cursors;
    }

    /** A path that is matched up to, not including, one of its steps. */
    record Cursor(List<RedactionRule.Step> path, int at) {
        /** A JSON pointer, which must be valid. */
        static Cursor of(String pointer) {
            List<RedactionRule.Step> steps = new ArrayList<>();
            if (!pointer.isEmpty()) {
                for (String token : pointer.substring(1).split("/", -1)) {
                    steps.add(new RedactionRule.Step(token.replace("~1", "/").replace("~0", "~"), false));
                }
            }
            return new Cursor(steps.isEmpty() ? List.of(RedactionRule.Step.ANY) : steps, 0);
        }

        /** Adds what is left of the path below this key; true when nothing is left, so that the value is the path's place. */
        boolean advance(String key, List<Cursor> below) {
            RedactionRule.Step step = path.get(at);
            int next = at + 1;
            boolean end = next == path.size();
            if (step.deep()) {
                below.add(this);
                return end || new Cursor(path, next).advance(key, below);
            }
            if (!step.matches(key)) {
                return false;
            }
            if (!end) {
                below.add(new Cursor(path, next));
            }
            return end;
        }
    }
}
