package dev.annals.redact;

import dev.annals.model.ChangeEvent;
import dev.annals.model.JsonText;

/**
 * Masks the secrets of an event. A function of the event, the rules and the key: the same event always gives the same result, equal
 * secrets give equal marks, and redacting twice is redacting once. What is no secret stays byte for byte.
 *
 * <p>Two passes. {@link Finding} masks what is secret where it stands: values under secret names, at the rules' paths and at the event's {@code sensitive} pointers, and secrets that
 * their form gives away, also in JSON and YAML inside text. {@link Cutting} then cuts what was masked out of everything else in the event, as far as {@link Secrets} says.
 *
 * <p>In the documents ({@code before}, {@code after}, {@code patch}, both sides of {@code changes}) the {@link Mark}s have digests, elsewhere they are bare. Only the tenant is never touched. Thread-safe.
 */
public final class Redactor {
    private final RedactionRules rules;
    private final KeyKinds kinds;
    private final Marks marks;

    public Redactor(RedactionRules rules, RedactionKey key) {
        this.rules = rules;
        this.kinds = new KeyKinds(rules);
        this.marks = new Marks(new SecretDigest(key));
    }

    /** The event with marks in place of its secrets: with digests in the documents, bare elsewhere. */
    public ChangeEvent redact(ChangeEvent event) {
        EventRules forEvent = new EventRules(rules, kinds, event);
        Secrets secrets = new Secrets();
        ChangeEvent found = new FindingParts(forEvent, new Finding(forEvent, marks, secrets)).of(event);
        return secrets.isEmpty() ? found : new CuttingParts(new Cutting(secrets.cutter(), marks)).of(found);
    }

    /** An id or a source of an event that could not be read, without what its form gives away. */
    public String identity(String text) {
        return Finding.replaced(text, TextForms.find(text, rules.names()), marks::identity);
    }

    private static final class FindingParts extends EventParts {
        private final EventRules rules;
        private final Finding finding;

        FindingParts(EventRules rules, Finding finding) {
            this.rules = rules;
            this.finding = finding;
        }

        @Override
        String text(String path, String text) {
            return rules.isSensitive(path) ? finding.sensitive(text) : finding.text(text, "");
        }

        @Override
        String identity(String text) {
            return finding.identity(text);
        }

        @Override
        JsonText document(String path, JsonText document) {
            return finding.json(document, "", rules.at(path, true), true);
        }

        @Override
        JsonText side(String field, int side, JsonText value) {
            return finding.json(value, field, rules.atChange(side), true);
        }

        @Override
        JsonText aside(String path, JsonText json) {
            return Mark.bare(finding.json(json, "", rules.at(path, false), false));
        }

        @Override
        String label(String key, String value) {
            return rules.hasPointers()
                            && rules.isSensitive(
                                    "/labels/" + key.replace("~", "~0").replace("/", "~1"))
                    ? finding.sensitive(value)
                    : finding.text(value, key);
        }
    }

    private static final class CuttingParts extends EventParts {
        private final Cutting cutting;

        CuttingParts(Cutting cutting) {
            this.cutting = cutting;
        }

        @Override
        String text(String path, String text) {
            return cutting.text(text);
        }

        @Override
        String identity(String text) {
            return cutting.identity(text);
        }

        @Override
        JsonText document(String path, JsonText document) {
            return cutting.json(document, true);
        }

        @Override
        JsonText side(String field, int side, JsonText value) {
            return cutting.json(value, true);
        }

        @Override
        JsonText aside(String path, JsonText json) {
            return cutting.json(json, false);
        }

        @Override
        String label(String key, String value) {
            return cutting.text(value);
        }
    }
}
