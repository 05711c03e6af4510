package dev.annals.processor.stage.memory;

/**
 * How a stretch of a memory was written. What is stored under a horizon is read under that horizon, so that a change of the horizon forgets
 * nothing early and remembers nothing for longer than was said.
 *
 * @param number 0 for the first
 * @param horizonMillis for how long it remembers
 * @param until the record time at which another layer followed it; {@link Long#MAX_VALUE} for the current one
 */
public record MemoryLayer(int number, long horizonMillis, long until) {
    /** The layer that is written to. */
    public static MemoryLayer current(int number, long horizonMillis) {
        return new MemoryLayer(number, horizonMillis, Long.MAX_VALUE);
    }

    /** The same, to which nothing is added any more. */
    public MemoryLayer endedAt(long time) {
        return new MemoryLayer(number, horizonMillis, time);
    }

    /** Whether everything in it is forgotten. */
    public boolean isOver(long now) {
        return until != Long.MAX_VALUE && now - until >= horizonMillis;
    }
}
