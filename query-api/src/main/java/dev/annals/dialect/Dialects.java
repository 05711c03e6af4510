package dev.annals.dialect;

import dev.annals.api.Dialect;
import dev.annals.api.DialectProvider;
import dev.annals.processor.view.ActivityIndexing;
import dev.annals.processor.view.ActivityIndexing.DialectFields;
import dev.annals.processor.view.Field;
import java.util.List;
import java.util.Optional;

/**
 * The dialects that Annals speaks. This is the one place that names them, each on one line: to take a dialect away, delete its package
 * and its line.
 */
public final class Dialects {
    /** In the order in which they are asked for a path: SD Elements has some paths among those of AWX. */
    private static final List<DialectProvider> PROVIDERS = List.of(
            new dev.annals.dialect.annals.AnnalsDialect.Provider(Dialects::texts),
            new dev.annals.dialect.sdelements.SdeDialect.Provider(),
            new dev.annals.dialect.awx.AwxDialect.Provider(),
            new dev.annals.dialect.puppet.PuppetDialect.Provider());

    /** How activities are indexed for all of them: the view writes with it and the query API reads with it. */
    public static final ActivityIndexing INDEXING = new ActivityIndexing(fields());

    private Dialects() {}

    /** What each dialect that adds fields to the index adds. */
    public static List<DialectFields> fields() {
        return PROVIDERS.stream()
                .map(DialectProvider::fields)
                .flatMap(Optional::stream)
                .toList();
    }

    /** The long texts that the dialects add. */
    private static List<Field> texts() {
        return fields().stream().flatMap(each -> each.texts().stream()).toList();
    }

    /** The sizes that a deployment may set. */
    public static List<DialectProvider.Size> sizes() {
        return PROVIDERS.stream().flatMap(provider -> provider.sizes().stream()).toList();
    }

    /** All dialects, in the order in which a server asks them whose path it is. */
    public static List<Dialect> open(DialectProvider.Services services) {
        return PROVIDERS.stream().map(provider -> provider.open(services)).toList();
    }
}
