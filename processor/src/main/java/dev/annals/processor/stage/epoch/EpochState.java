package dev.annals.processor.stage.epoch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.annals.epoch.Epoch;
import dev.annals.epoch.EpochRecord;
import dev.annals.model.Json;
import dev.annals.processor.stage.deduplicate.DigestLengths;
import dev.annals.processor.stage.memory.MemoryLayer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The epoch that a partition is in, as its state keeps it.
 *
 * @param partition of the changes topic
 * @param record the epoch
 * @param begun whether its record was reached; false for the records before the first epoch, which are processed under its settings
 * @param offset of its record; -1 when it was not reached
 * @param time when the log took it, milliseconds since 1970
 * @param layers of the memories of events and commits, the newest first: each epoch that changes how they are laid out adds one
 */
public record EpochState(int partition, EpochRecord record, boolean begun, long offset, long time, List<Layer> layers) {
    /** The key of this entry in the tenants' store: a control character, which no tenant's name contains. */
    static final byte[] KEY = {2};

    /**
     * What a layer of the memories was written under.
     *
     * @param keyCheck of the redaction key that its keys are digests under
     * @param digests how long those digests are
     */
    public record Layer(MemoryLayer memory, String keyCheck, DigestLengths digests) {}

    public EpochState {
        layers = List.copyOf(layers);
    }

    /** Whether a key of the tenants' store is the one that has it. */
    public static boolean isKey(byte[] key) {
        return Arrays.equals(key, KEY);
    }

    /** The epoch. */
    public Epoch epoch() {
        return record.epoch();
    }

    /** The memories' layers. */
    public List<MemoryLayer> memoryLayers() {
        return layers.stream().map(Layer::memory).toList();
    }

    byte[] bytes() {
        ObjectNode tree = Json.MAPPER
                .createObjectNode()
                .put("partition", partition)
                .put("epoch", new String(record.bytes(), StandardCharsets.UTF_8))
                .put("begun", begun)
                .put("offset", offset)
                .put("time", time);
        ArrayNode list = tree.putArray("layers");
        for (Layer layer : layers) {
            list.addObject()
                    .put("number", layer.memory().number())
                    .put("horizon", layer.memory().horizonMillis())
                    .put("until", layer.memory().until())
                    .put("key", layer.keyCheck())
                    .put("key_bytes", layer.digests().key())
                    .put("body_bytes", layer.digests().body());
        }
        try {
            return Json.MAPPER.writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree could not be written as text; a tree always can", e);
        }
    }

    /**
     * Reads the state back.
     *
     * @throws UnusableEpoch when the bytes are no such state
     */
    public static EpochState of(byte[] bytes) {
        try {
            JsonNode tree = Json.tree(new String(bytes, StandardCharsets.UTF_8));
            List<Layer> layers = new ArrayList<>();
            for (JsonNode layer : tree.path("layers")) {
                layers.add(new Layer(
                        new MemoryLayer(
                                layer.path("number").asInt(),
                                layer.path("horizon").asLong(),
                                layer.path("until").asLong()),
                        layer.path("key").asText(),
                        new DigestLengths(
                                layer.path("key_bytes").asInt(DigestLengths.EARLIER.key()),
                                layer.path("body_bytes").asInt(DigestLengths.EARLIER.body()))));
            }
            return new EpochState(
                    tree.path("partition").asInt(),
                    EpochRecord.read(tree.path("epoch").asText().getBytes(StandardCharsets.UTF_8)),
                    tree.path("begun").asBoolean(),
                    tree.path("offset").asLong(),
                    tree.path("time").asLong(),
                    layers);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UnusableEpoch(
                    "the epoch that the processor's state keeps cannot be read (" + e.getMessage()
                            + "); the state was written by another release",
                    e);
        }
    }
}
