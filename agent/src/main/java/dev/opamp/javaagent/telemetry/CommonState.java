package dev.opamp.javaagent.telemetry;

import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.sdk.resources.Resource;
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

  @Override
  public List<Part<?>> parts() {
    return Collections.emptyList();
  }
}
