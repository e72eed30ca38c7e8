package dev.opamp.javaagent.testing.matrix;

import static dev.opamp.javaagent.testing.matrix.Checks.both;
import static dev.opamp.javaagent.testing.matrix.Checks.everySpan;
import static dev.opamp.javaagent.testing.matrix.Checks.noLogsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.noMetricsAt;
import static dev.opamp.javaagent.testing.matrix.Checks.noSpansAt;
import static dev.opamp.javaagent.testing.matrix.Checks.spansAt;

import java.util.List;

/** Changes of everything at once. */
final class CommonRows {

  private CommonRows() {}

  static List<Row> rows() {
    return List.of(
        Row.applied(
                "propagator",
                "tracecontext alone",
                "propagator: {composite: [{tracecontext: }]}",
                injected("traceparent"))
            .refusedIf(Cell::hasOneSeenAtWork, "propagator", "were not found"),
        Row.applied("propagator", "b3", "propagator: {composite: [{b3: }]}", injected("b3"))
            .refusedIf(
                cell -> !cell.target().isOwnSdk() && !cell.target().kind().isAgent(),
                "propagator.composite",
                "brings no propagator b3")
            .refusedIf(Cell::isSeenAtWork, "propagator", "were not found"),
        // What was seen at work may have logs beside that the agent does not see.
        Row.applied(
                "disabled",
                "everything off",
                "disabled: true",
                both(noSpansAt(Place.A), noLogsAt(Place.A), noMetricsAt(Place.A)))
            .refusedIf(
                cell -> cell.isSeenAtWork() && !cell.target().hasLogs(),
                "logger_provider",
                "no such signal"),
        Row.applied(
                "resource",
                "another attribute",
                "resource: {attributes: [{name: deployment.ring, value: canary}]}",
                everySpan(
                    "the attribute",
                    span -> "canary".equals(span.resource().get("deployment.ring"))))
            .onlyInOwnSdk("resource"),
        Row.applied(
                "tracer_provider.smapler",
                "a key that does not exist",
                "tracer_provider: {smapler: {always_off: }}",
                spansAt(Place.A))
            .expecting(target -> Expected.refused("tracer_provider.smapler", "is not known")));
  }

  private static Row.Check injected(String fields) {
    return everySpan(
        "what is injected: " + fields,
        span ->
            span.name().equals("reserve")
                || span.span().getAttributesList().stream()
                    .anyMatch(
                        attribute ->
                            attribute.getKey().equals("injected")
                                && attribute.getValue().getStringValue().equals(fields)));
  }
}
