package dev.annals.dialect.annals;

import dev.annals.api.Body;
import dev.annals.api.Reply;

/** What a refusal looks like: a sentence for people, and for programs the parameter, the place in it, and what was expected. */
final class AnnalsErrors {
    private AnnalsErrors() {}

    /** 400 for a filter or parameter that cannot be taken. */
    static Reply of(Refused refused) {
        return Reply.status(400, Body.json(json -> {
            json.writeStartObject();
            json.writeStringField("detail", sentence(refused));
            json.writeStringField("parameter", refused.parameter());
            if (refused.place().startsWith("/")) {
                json.writeStringField("at", refused.place());
            } else if (!refused.place().isEmpty()) {
                json.writeNumberField("at", Integer.parseInt(refused.place()));
            }
            json.writeStringField("seen", refused.seen());
            json.writeStringField("expected", refused.expected());
            json.writeEndObject();
        }));
    }

    private static String sentence(Refused refused) {
        String place = refused.place().isEmpty()
                ? ""
                : refused.place().startsWith("/") ? " at " + refused.place() : " at character " + refused.place();
        return refused.parameter() + place + ": " + refused.seen() + " (expected: " + refused.expected() + ").";
    }
}
