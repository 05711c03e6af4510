package dev.annals.launcher.service;

import dev.annals.api.Body;
import dev.annals.api.Caller;
import dev.annals.api.Failure;
import dev.annals.api.Mount;
import dev.annals.api.Reply;
import dev.annals.api.Request;
import dev.annals.api.Route;
import dev.annals.api.Routes;
import dev.annals.ingest.gateway.ChangeGateway;
import dev.annals.ingest.gateway.GatewayAnswer;
import dev.annals.ingest.gateway.GatewayReply;
import dev.annals.query.Answer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The gateway for change events on the server's port. */
final class GatewayMount implements Mount {
    private static final String CLOUD_EVENTS = "ce-";
    private static final String VISIBLE = "visible";
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(10);

    private final ChangeGateway gateway;
    private final Visibility visibility;

    GatewayMount(ChangeGateway gateway, Visibility visibility) {
        this.gateway = gateway;
        this.visibility = visibility;
    }

    @Override
    public void mount(Routes routes) {
        routes.add(Route.post("/annals/v1/changes", this::submit).body(gateway.bodyBytes()));
    }

    private Reply submit(Request request) {
        Optional<String> wait = request.query().last("wait");
        if (wait.isPresent() && !wait.get().equals(VISIBLE)) {
            return new Failure.BadRequest("wait: expected " + VISIBLE + ", or no such parameter.");
        }
        GatewayAnswer answer = taken(request);
        if (wait.isPresent() && answer instanceof GatewayAnswer.Accepted accepted) {
            answer = accepted.visible(visibility.await(accepted.positions(), accepted.tenants(), VISIBLE_WITHIN));
        }
        return reply(GatewayReply.of(answer));
    }

    private GatewayAnswer taken(Request request) {
        @Nullable String only = request.caller().map(Caller::tenant).orElse(null);
        Map<String, String> attributes = request.headers(CLOUD_EVENTS);
        return ChangeGateway.isCloudEvents(request.mediaType(), attributes)
                ? gateway.submitCloudEvents(request.mediaType(), attributes, request.body(), request.tenant(), only)
                : gateway.submit(request.body(), request.tenant(), only);
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
