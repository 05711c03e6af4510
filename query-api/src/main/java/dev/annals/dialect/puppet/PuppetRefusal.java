package dev.annals.dialect.puppet;

import dev.annals.dialect.puppet.PuppetProblem.Details;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is wrong with a request that is answered with 400. Checked, so that no refusal leaves the dialect as anything else. */
public final class PuppetRefusal extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SUBMITTED = 1000;

    private final transient PuppetProblem problem;

    private PuppetRefusal(PuppetProblem problem) {
        super(problem.message(), null, false, false);
        this.problem = problem;
    }

    /**
     * What was sent does not fit.
     *
     * @param submitted what was sent, as the caller sent it
     * @param schema what is expected there
     * @param error what does not fit, one sentence
     */
    public static PuppetRefusal schemaViolation(String submitted, String schema, String error) {
        boolean isLong = submitted.length() > LONGEST_SUBMITTED;
        Map<String, String> details = new LinkedHashMap<>();
        details.put("submitted", isLong ? submitted.substring(0, LONGEST_SUBMITTED) + "…" : submitted);
        details.put("schema", schema);
        details.put("error", error);
        return new PuppetRefusal(new PuppetProblem(
                "schema-violation", "The request does not fit the schema: " + error, new Details.Named(details)));
    }

    /** What was sent is not JSON. */
    public static PuppetRefusal malformedRequest(String error) {
        return new PuppetRefusal(new PuppetProblem(
                "malformed-request",
                "The request is not valid JSON: " + error,
                new Details.Named(Map.of("error", error))));
    }

    /** What to answer. */
    PuppetProblem problem() {
        return problem;
    }
}
