package dev.annals.launcher.service;

import dev.annals.api.Body;
import dev.annals.api.Caller;
import dev.annals.api.Mount;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.ingest.gateway.ChangeGateway;
import dev.annals.ingest.gateway.GatewayReply;
import dev.annals.query.Answer;
import org.jspecify.annotations.Nullable;

/** The gateway for change events on the server's port. */
final class GatewayMount implements Mount {
    private final ChangeGateway gateway;

    GatewayMount(ChangeGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.post("/annals/v1/changes", this::submit).body(gateway.bodyBytes()));
    }

    private Reply submit(Request request) {
        @Nullable String only = request.caller().map(Caller::tenant).orElse(null);
        return reply(GatewayReply.of(gateway.submit(request.body(), request.tenant(), only)));
    }

    private static Reply reply(GatewayReply reply) {
        Reply.Content content = Reply.status(reply.status(), new Body(Body.JSON, out -> {
            out.write(reply.json());
            return new Answer.Ready<>(Boolean.TRUE);
        }));
        return reply.retryAfter() == null
                ? content
                : content.with("Retry-After", Long.toString(reply.retryAfter().toSeconds()));
    }
}
