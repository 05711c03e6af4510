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
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The gateway for change events on the server's port. */
final class GatewayMount implements Mount {
    private final ChangeGateway gateway;

    GatewayMount(ChangeGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.post(
                "/annals/v1/changes", "Takes change events: one, a JSON array, or one a line", this::submit));
    }

    private Reply submit(Request request) {
        @Nullable String tenant = request.caller().map(Caller::tenant).orElse(null);
        long announced =
                request.header("Content-Length").map(GatewayMount::length).orElse(-1L);
        GatewayReply reply;
        try {
            reply = GatewayReply.of(gateway.submit(request.body(), announced, tenant));
        } catch (IOException e) {
            return Reply.status(400, Body.detail("the body ended before its announced length; send it again"));
        }
        return reply(reply);
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

    private static long length(String header) {
        return header.matches("\\d{1,18}") ? Long.parseLong(header) : -1;
    }
}
