package dev.annals.redact;

import dev.annals.model.ChangeEvent;
import java.util.ArrayList;
import java.util.List;

/** Prints what the redaction of one event costs: run its main by hand, before a change and after it. */
final class RedactionCost {
    private static final int EVENTS = 2000;

    private RedactionCost() {}

    public static void main(String[] args) {
        String host =
                "\"actor\":{\"id\":\"%1$d\",\"name\":\"User Number %1$d\",\"username\":\"user-%1$d\"},\"after\":{\"name\":\"host-%1$d.example.org\","
                        + "\"description\":\"A host of the benchmark, number %1$d\",\"enabled\":true,\"instance_id\":\"i-%1$08x\",\"inventory\":5,"
                        + "\"variables\":{\"ansible_host\":\"10.0.1.%1$d\",\"ports\":[22,80,443],\"owner\":\"team-%1$d\"},\"revision\":%1$d,\"%2$s\":\"secret-%1$d\"},"
                        + "\"ip_address\":\"10.1.2.%1$d\",\"commit_id\":\"c%1$d\"";
        for (int warm = 0; warm < 2; warm++) {
            measure("no secret", host, "hostname");
            measure("one secret", host, "password");
            measure("escapes", host.replace("A host", "A \\n host"), "hostname");
            measure("secret in a text", host.replace("A host", "A http://u:p@h/ host"), "hostname");
        }
    }

    private static void measure(String what, String members, String field) {
        List<ChangeEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            events.add(Redacted.event("host", members.formatted(i, field)));
        }
        long best = Long.MAX_VALUE;
        int sum = 0;
        for (int round = 0; round < 60; round++) {
            long begun = System.nanoTime();
            for (ChangeEvent event : events) {
                sum += Redacted.REDACTOR.redact(event).labels().size();
            }
            best = Math.min(best, System.nanoTime() - begun);
        }
        System.out.printf("%-20s %6.2f us an event (%d)%n", what, best / 1e3 / EVENTS, sum);
    }
}
