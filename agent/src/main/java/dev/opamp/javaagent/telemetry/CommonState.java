package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ChangeStep;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.resources.Resource;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** What belongs to no single signal: the whole document, the Resource and the propagators. */
final class CommonState implements StateChange.State {

  final DocumentNode document;
  final Resource resource;
  final TextMapPropagator propagator;

  CommonState(DocumentNode document, Resource resource, TextMapPropagator propagator) {
    this.document = document;
    this.resource = resource;
    this.propagator = propagator;
  }

  boolean isDisabled() {
    return document.child("disabled").sameValue(true);
  }

  /** Names what changes on the way to another state, apart from the signals. */
  List<ChangeStep> stepsTo(CommonState after) {
    StepCollector steps = new StepCollector();
    if (isDisabled() != after.isDisabled()) {
      steps.add("disabled", SwapKind.GENERATION);
    }
    if (!resource.equals(after.resource)) {
      steps.add("resource", SwapKind.GENERATION);
    }
    for (String parameter : Arrays.asList("attribute_limits", "propagator")) {
      steps.compare(document.child(parameter), after.document.child(parameter), SwapKind.PARAMETER);
    }
    return steps.steps();
  }

  @Override
  public List<Part<?>> parts() {
    return Collections.emptyList();
  }
}
