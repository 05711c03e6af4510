package dev.annals.ingest.publish;

import dev.annals.codec.ChangeAvro;
import dev.annals.codec.ChangeJson;
import dev.annals.codec.Decoded;
import dev.annals.codec.Limits;
import dev.annals.codec.OwnRecord;
import dev.annals.model.ChangeEvent;
import dev.annals.redact.RedactionKey;
import dev.annals.redact.RedactionRules;
import dev.annals.redact.Redactor;
import dev.annals.registry.RegistryAnswer;
import dev.annals.registry.RegistrySettings;
import dev.annals.registry.SchemaRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Change events → records for a Kafka producer: redacted, checked as the processor will check them, encoded, and keyed by their tenant. For {@link ChangePublisher}, and for a producer of your own, such as a
 * transactional one that writes other topics too. Thread-safe.
 */
public final class ChangeRecords {
    /** Bytes of the header of single-object encoding. */
    private static final int SINGLE = 10;

    private final String topic;
    private final UnaryOperator<ChangeEvent> redaction;
    private final @Nullable SchemaRegistry registry;
    private final ChangeJson json = new ChangeJson(Limits.DEFAULT);
    private final ChangeAvro avro = new ChangeAvro(Limits.DEFAULT);
    private volatile int schemaId;

    private ChangeRecords(String topic, UnaryOperator<ChangeEvent> redaction, @Nullable SchemaRegistry registry) {
        this.topic = topic;
        this.redaction = redaction;
        this.registry = registry;
    }

    /** Records for a topic, in JSON, with nothing masked but what the processor masks. */
    public static ChangeRecords forTopic(String topic) {
        return new ChangeRecords(topic, UnaryOperator.identity(), null);
    }

    /**
     * The same, with secrets masked before anything leaves the process.
     *
     * @param key under which masked values are compared; the deployment's own, or one that the service keeps
     */
    public ChangeRecords redacting(RedactionRules rules, RedactionKey key) {
        return new ChangeRecords(topic, new Redactor(rules, key)::redact, registry);
    }

    /** The same in Confluent's wire format, under a schema of a registry. */
    public ChangeRecords through(RegistrySettings settings) {
        return new ChangeRecords(topic, redaction, new SchemaRegistry(settings));
    }

    /**
     * The record of an event.
     *
     * @throws IllegalArgumentException when the event would be rejected; the message says why
     * @throws KafkaException when the registry gives no id for the schema, which trying again may mend
     */
    public ProducerRecord<byte[], byte[]> record(ChangeEvent event) {
        ChangeEvent redacted = redaction.apply(event);
        byte[] single = checked(redacted);
        byte[] value = registry == null ? json.encode(redacted) : OwnRecord.framed(id(registry), single);
        return new ProducerRecord<>(topic, event.tenant().getBytes(StandardCharsets.UTF_8), value);
    }

    /** The event as a generic Avro record, for serializers of others. */
    GenericRecord generic(ChangeEvent event) {
        byte[] single = checked(redaction.apply(event));
        try {
            return new GenericDatumReader<GenericRecord>(ChangeAvro.schema())
                    .read(null, DecoderFactory.get().binaryDecoder(single, SINGLE, single.length - SINGLE, null));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private byte[] checked(ChangeEvent redacted) {
        byte[] single = avro.encode(redacted);
        if (avro.decode(single) instanceof Decoded.Refused<ChangeEvent> refused) {
            throw new IllegalArgumentException(
                    "the event would be rejected (" + refused.reason().wireName() + "): " + refused.detail());
        }
        return single;
    }

    private int id(SchemaRegistry from) {
        if (schemaId == 0) {
            RegistryAnswer<Integer> answer = from.idFor(RegistrySettings.subject(topic), ChangeAvro.schema());
            schemaId = answer.fold(
                    RegistryAnswer.Found::value,
                    refused -> {
                        throw new KafkaException(refused.sentence());
                    },
                    away -> {
                        throw new KafkaException(away.sentence());
                    });
        }
        return schemaId;
    }
}
