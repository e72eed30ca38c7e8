package dev.opamp.javaagent.testing.apps.counting;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes 500 spans a second in small traces and marks those that are sampled. One trace in ten stays
 * open for up to a second, so that spans are in flight whenever the configuration changes.
 */
final class SpanWorker implements Work {

  private static final AttributeKey<Long> WORKER = AttributeKey.longKey("worker");
  private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("number");
  private static final int TRACES_PER_TICK = 2;
  private static final int CHILDREN = 2;
  private static final int HELD = 20;

  private final Tracer tracer;
  private final int worker;
  private final Marks sampled = new Marks();
  private final Deque<Span> held = new ArrayDeque<>();
  private int traces;
  private int spare;

  SpanWorker(OpenTelemetry telemetry, int worker) {
    this.tracer = telemetry.getTracer("counting.spans");
    this.worker = worker;
  }

  @Override
  public void tick() {
    // Twice three spans make six; every second tick has four, which is five on average.
    int children = spare++ % 2 == 0 ? CHILDREN : CHILDREN - 1;
    for (int i = 0; i < TRACES_PER_TICK; i++) {
      trace(children);
    }
  }

  private void trace(int children) {
    Span root = start("request", SpanKind.SERVER);
    try (Scope scope = root.makeCurrent()) {
      for (int i = 0; i < children; i++) {
        start("step", SpanKind.INTERNAL).addEvent("done").end();
      }
    }
    if (traces++ % 10 == 0) {
      hold(root);
    } else {
      root.end();
    }
  }

  private Span start(String name, SpanKind kind) {
    int number = sampled.next();
    Span span =
        tracer
            .spanBuilder(name)
            .setSpanKind(kind)
            .setAttribute(WORKER, (long) worker)
            .setAttribute(NUMBER, (long) number)
            .startSpan();
    if (span.getSpanContext().isSampled()) {
      sampled.mark(number);
    }
    return span;
  }

  private void hold(Span span) {
    held.addLast(span);
    if (held.size() > HELD) {
      held.removeFirst().end();
    }
  }

  @Override
  public void finish() {
    held.forEach(Span::end);
    held.clear();
  }

  @Override
  public void report(StringBuilder into) {
    into.append("spans ").append(worker).append(' ').append(sampled.hex()).append('\n');
  }
}
