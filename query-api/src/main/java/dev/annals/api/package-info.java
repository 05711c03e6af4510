/**
 * The HTTP server that the dialects are mounted on: routes, credentials, failures, limits and the paths of Annals itself.
 *
 * <p>A request goes through {@link dev.annals.api.ApiServer} (sockets) to {@link dev.annals.api.Dispatch} (credentials, then
 * the {@link dev.annals.api.Endpoint} of its {@link dev.annals.api.Route}, then the {@link dev.annals.api.Reply}); whatever
 * fails is a {@link dev.annals.api.Failure}, which has the status, and whose words the dialect of the path finds.
 */
@NullMarked
package dev.annals.api;

import org.jspecify.annotations.NullMarked;
