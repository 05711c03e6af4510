package dev.annals.ingest.mapping;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A mapping file: its sources in order. A topic belongs to the first source that names it. */
public record Mapping(List<SourceMapping> sources) {
    public Mapping {
        sources = List.copyOf(sources);
    }

    /** The source of a topic. */
    public Optional<SourceMapping> ofTopic(String topic) {
        return sources.stream().filter(source -> source.reads(topic)).findFirst();
    }

    /** What is said of the mirror of a product; nothing at all when nobody said anything. */
    public SourceMapping ofMirror(String product) {
        return sources.stream()
                .filter(source -> product.equals(source.mirror()))
                .findFirst()
                .orElseGet(() -> SourceMapping.mirrorOf(product));
    }

    /** All topics; empty when there are only mirrors. */
    public Optional<Pattern> topics() {
        String any = sources.stream()
                .flatMap(source -> source.topics().stream())
                .map(Glob::regex)
                .collect(Collectors.joining("|"));
        return any.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(any));
    }
}
