package dev.opamp.javaagent.testing.apps;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.concurrent.ThreadLocalRandom;

/** Contexts that spans can have as their parent. */
final class Parents {

  private Parents() {}

  /** {@code none}, or {@code local} or {@code remote} with {@code -sampled} or not. */
  static Context named(String name) {
    if (name.equals("none")) {
      return Context.root();
    }
    boolean sampled = name.endsWith("-sampled");
    return Context.root().with(Span.wrap(context(name.startsWith("remote"), sampled)));
  }

  static SpanContext context(boolean remote, boolean sampled) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String traceId = hex(random.nextLong()) + hex(random.nextLong() | 1);
    String spanId = hex(random.nextLong() | 1);
    TraceFlags flags = sampled ? TraceFlags.getSampled() : TraceFlags.getDefault();
    TraceState state = TraceState.getDefault();
    return remote
        ? SpanContext.createFromRemoteParent(traceId, spanId, flags, state)
        : SpanContext.create(traceId, spanId, flags, state);
  }

  private static String hex(long value) {
    return String.format("%016x", value);
  }
}
