package dev.tidemark.embedded.launch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Asks a query service for its verdict. */
final class Verdicts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OK = "ok";

    private final Http http = new Http();
    private final String summary;

    Verdicts(String queryService) {
        this.summary = queryService + "/api/monitoring/summary?period=5m";
    }

    /** The status and the text of a verdict. */
    record Verdict(String status, String text) {
        boolean isBad() {
            return !status.equals(OK);
        }
    }

    /** @throws LaunchException if there is no answer */
    Verdict now() {
        Http.Answer answer = http.get(summary);
        if (answer.status() != 200) {
            throw new LaunchException(summary + " answers " + answer.status() + ": is ./tidemark up running?");
        }
        try {
            JsonNode verdict = JSON.readTree(answer.body()).path("verdict");
            return new Verdict(
                    verdict.path("status").asText(), verdict.path("text").asText());
        } catch (JsonProcessingException e) {
            throw new LaunchException(summary + " is no JSON: " + e.getMessage(), e);
        }
    }
}
