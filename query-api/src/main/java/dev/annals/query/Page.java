package dev.annals.query;

import java.util.List;

/**
 * The answer to a {@link Query}, all from one consistent prefix of the log.
 *
 * @param count how many documents match in all, exactly
 * @param items those asked for, in order; shorter than asked only at the end. Where they are large they are read from the index some at a
 *     time as the list is gone through: read it in order, by the session's thread, before the session is closed
 * @param position the offset of the log up to which the answer speaks
 */
public record Page<T>(long count, List<T> items, long position) {}
