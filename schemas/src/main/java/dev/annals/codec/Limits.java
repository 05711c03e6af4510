package dev.annals.codec;

import dev.annals.redact.QuotableNames;
import org.jspecify.annotations.Nullable;

/**
 * How large a change event may be. Lengths count UTF-16 units, the record counts bytes.
 *
 * @param recordBytes the whole record as it lies in the log
 */
public record Limits(int recordBytes) {
    /** One mebibyte a record. */
    public static final Limits DEFAULT = new Limits(1024 * 1024);

    /** Nesting of the whole record. Well under what the JSON reader allows, because masking a value nests it deeper. */
    public static final int DEPTH = 200;

    public static final int TENANT = 128;
    public static final int TYPE = 128;
    public static final int ID = 512;
    public static final int SOURCE = 512;
    public static final int NAME = 1024;
    public static final int URL = 2048;
    public static final int TEXT = 64 * 1024;
    public static final int FIELD = 1024;
    public static final int LABEL_KEY = 128;
    public static final int LABEL_VALUE = 1024;
    public static final int POINTER = 2048;

    public static final int RELATED = 1000;
    public static final int LABELS = 64;
    public static final int SENSITIVE = 256;
    public static final int CHANGES = 10_000;

    /** Powers of ten in a duration, either way. */
    public static final int DURATION_EXPONENT = 30;

    public Limits {
        if (recordBytes < 1024 || recordBytes > 64 * 1024 * 1024) {
            throw new IllegalArgumentException(
                    "largest record: " + recordBytes + " bytes (expected: 1024 to 67108864)");
        }
    }

    /** Whether a text can be the name of a tenant. A token cannot: names of tenants stand in keys, labels and answers as they are. */
    public static boolean isTenant(@Nullable String tenant) {
        if (tenant == null || tenant.isEmpty() || tenant.length() > TENANT) {
            return false;
        }
        for (int i = 0; i < tenant.length(); i++) {
            char c = tenant.charAt(i);
            boolean good = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '.'
                    || c == '_'
                    || c == '-';
            if (!good) {
                return false;
            }
        }
        return !QuotableNames.holdsToken(tenant);
    }
}
