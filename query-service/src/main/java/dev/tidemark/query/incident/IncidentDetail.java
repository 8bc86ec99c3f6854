package dev.tidemark.query.incident;

import dev.tidemark.query.diagnosis.Diagnosis;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;

/**
 * One incident with its diagnosis.
 *
 * @param answeredAt the end of the span that the diagnosis is about
 * @param diagnosis the diagnosis that is kept, with the fields that it had in the API; large ones without their smaller operations
 */
@Serdeable
record IncidentDetail(
        IncidentRow incident,
        Instant answeredAt,
        @Schema(implementation = Diagnosis.class) Map<String, Object> diagnosis) {}
