package io.opentelemetry.sdk.autoconfigure.declarativeconfig;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.ArrayList;
import java.util.List;

/** A sampler that closes the samplers within it, which those of the SDK do not. */
final class ClosingSampler implements Sampler {

  private final Sampler delegate;
  private final List<Sampler> within;

  private ClosingSampler(Sampler delegate, List<Sampler> within) {
    this.delegate = delegate;
    this.within = within;
  }

  /**
   * @param loaded the samplers that were built on the way to the outermost one
   */
  static Sampler of(Sampler outermost, List<Sampler> loaded) {
    return loaded.isEmpty() || (loaded.size() == 1 && loaded.get(0) == outermost)
        ? outermost
        : new ClosingSampler(outermost, new ArrayList<>(loaded));
  }

  @Override
  public SamplingResult shouldSample(
      Context parent,
      String traceId,
      String name,
      SpanKind kind,
      Attributes attributes,
      List<LinkData> links) {
    return delegate.shouldSample(parent, traceId, name, kind, attributes, links);
  }

  @Override
  public String getDescription() {
    return delegate.getDescription();
  }

  @Override
  public CompletableResultCode shutdown() {
    List<CompletableResultCode> results = new ArrayList<>();
    within.forEach(sampler -> results.add(sampler.shutdown()));
    return CompletableResultCode.ofAll(results);
  }

  @Override
  public String toString() {
    return delegate.toString();
  }
}
