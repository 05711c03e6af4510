/**
 * The HTTP server that the dialects are mounted on: routes, credentials, failures, limits and the paths of Annals itself.
 *
 * <p>A request goes through {@link dev.annals.api.ApiServer} (sockets) to {@link dev.annals.api.Dispatch} (credentials, then
 * the {@link dev.annals.api.Endpoint} of its {@link dev.annals.api.Route}, then the {@link dev.annals.api.Reply}); whatever
 * fails goes through {@link dev.annals.api.FailureMapping}, the only place that turns a failure into a status.
 */
@NullMarked
package dev.annals.api;

import org.jspecify.annotations.NullMarked;
