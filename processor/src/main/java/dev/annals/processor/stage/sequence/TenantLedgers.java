package dev.annals.processor.stage.sequence;

import dev.annals.processor.stage.memory.ByteStore;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The ledgers of the tenants on a partition, a bounded number of them in memory. Every ledger that was handed out must be saved before the next record.
 * For one thread.
 */
public final class TenantLedgers {
    /** Tenants whose ledgers stay decoded. */
    private static final int MOST = 1000;

    private final ByteStore store;
    private final Map<String, TenantLedger> ledgers = new LinkedHashMap<>(16, 0.75f, true);
    private final Set<String> taken = new LinkedHashSet<>();

    /** Ledgers in a store. */
    public TenantLedgers(ByteStore store) {
        this.store = store;
    }

    /** The ledger of a tenant, to be read and written. */
    public TenantLedger of(String tenant) {
        taken.add(tenant);
        return ledgers.computeIfAbsent(tenant, this::load);
    }

    private TenantLedger load(String tenant) {
        try {
            return TenantLedger.of(store.get(key(tenant)));
        } catch (IllegalStateException e) {
            // Without its ledger nothing of the tenant can be numbered, so this stops the task and does not merely
            // reject the event.
            throw new UnreadableState("the ledger of tenant " + tenant + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Saves every ledger that was handed out since the last call. */
    public void save() {
        for (String tenant : taken) {
            TenantLedger ledger = ledgers.get(tenant);
            if (ledger != null) {
                store.put(key(tenant), ledger.bytes());
            }
        }
        taken.clear();
        while (ledgers.size() > MOST) {
            ledgers.remove(ledgers.keySet().iterator().next());
        }
    }

    /** Whether a key of the store is a tenant's name. Entries that belong to the whole partition have control characters as keys. */
    public static boolean isTenant(byte[] key) {
        return key.length > 0 && (key[0] < 0 || key[0] >= ' ');
    }

    static byte[] key(String tenant) {
        return tenant.getBytes(StandardCharsets.UTF_8);
    }
}
