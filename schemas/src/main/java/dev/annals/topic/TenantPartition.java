package dev.annals.topic;

import java.nio.charset.StandardCharsets;

/** The partition of a tenant: that of Kafka's default partitioner for the tenant's name in UTF-8 as the key, so that any producer that sets the key gets it right. */
public final class TenantPartition {
    private static final int SEED = 0x9747b28c;
    private static final int M = 0x5bd1e995;

    private TenantPartition() {}

    /** From 0 to {@code partitions - 1}. */
    public static int of(String tenant, int partitions) {
        return of(tenant.getBytes(StandardCharsets.UTF_8), partitions);
    }

    /** The partition that a record with this key goes to. */
    public static int of(byte[] key, int partitions) {
        return (murmur2(key) & 0x7fffffff) % partitions;
    }

    /** MurmurHash2, 32 bits, with Kafka's seed; written out because Kafka's own is no public interface. */
    private static int murmur2(byte[] key) {
        int h = SEED ^ key.length;
        int blocks = key.length & ~3;
        for (int i = 0; i < blocks; i += 4) {
            int k = (key[i] & 0xff) | (key[i + 1] & 0xff) << 8 | (key[i + 2] & 0xff) << 16 | (key[i + 3] & 0xff) << 24;
            k *= M;
            k ^= k >>> 24;
            k *= M;
            h = h * M ^ k;
        }
        for (int i = key.length - 1; i >= blocks; i--) {
            h ^= (key[i] & 0xff) << (8 * (i - blocks));
            if (i == blocks) {
                h *= M;
            }
        }
        h ^= h >>> 13;
        h *= M;
        return h ^ (h >>> 15);
    }
}
