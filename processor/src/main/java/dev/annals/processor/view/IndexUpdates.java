package dev.annals.processor.view;

import dev.annals.processor.index.entry.SourceOffset;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Puts each record of a log into its index. Forwards nothing. */
final class IndexUpdates implements Processor<byte[], byte[], Void, Void> {
    private final String storeName;
    private @Nullable ProcessorContext<Void, Void> context;
    private @Nullable IndexStateStore store;

    IndexUpdates(String storeName) {
        this.storeName = storeName;
    }

    @Override
    public void init(ProcessorContext<Void, Void> newContext) {
        context = newContext;
        store = newContext.getStateStore(storeName);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (context == null || store == null) {
            throw new IllegalStateException(
                    "a record came to the index " + storeName + " before its processor was ready");
        }
        RecordMetadata source = context.recordMetadata()
                .orElseThrow(() -> new IllegalStateException(
                        "a record without its place in the log came to the index " + storeName));
        store.apply(record.value(), new SourceOffset(source.topic(), source.partition(), source.offset()));
    }
}
