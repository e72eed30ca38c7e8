package dev.opamp.javaagent.owntelemetry;

import dev.opamp.javaagent.opamp.SessionListener;
import dev.opamp.javaagent.opamp.SessionState;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what happens to the session, from the start: long before there is a destination. */
public final class SessionMetrics implements SessionListener, MetricSource {

  private static final AttributeKey<String> STATE = AttributeKey.stringKey("opamp.agent.state");
  private static final AttributeKey<String> DIRECTION =
      AttributeKey.stringKey("network.io.direction");
  private static final Attributes SENT = Attributes.of(DIRECTION, "transmit");
  private static final Attributes RECEIVED = Attributes.of(DIRECTION, "receive");

  private final LongAdder attempts = new LongAdder();
  private final LongAdder established = new LongAdder();
  private final LongAdder messagesSent = new LongAdder();
  private final LongAdder messagesReceived = new LongAdder();
  private final LongAdder bytesSent = new LongAdder();
  private final LongAdder bytesReceived = new LongAdder();
  private volatile SessionState state = SessionState.STOPPED;

  SessionMetrics() {}

  @Override
  public void onState(SessionState next, @Nullable String cause) {
    if (next == SessionState.READY && state != SessionState.READY) {
      established.increment();
    }
    state = next;
  }

  @Override
  public void onMessageSent(int bytes) {
    messagesSent.increment();
    bytesSent.add(bytes);
  }

  @Override
  public void onMessageReceived(int bytes) {
    messagesReceived.increment();
    bytesReceived.add(bytes);
  }

  @Override
  public void onConnectAttempt() {
    attempts.increment();
  }

  @Override
  public void register(Meter meter) {
    meter
        .upDownCounterBuilder("opamp.agent.connection.state")
        .setUnit("1")
        .setDescription("1 for the state the OpAMP session is in, 0 for the others.")
        .buildWithCallback(this::observeState);
    meter
        .counterBuilder("opamp.agent.connection.attempts")
        .setUnit("{attempt}")
        .setDescription("Attempts to connect to the OpAMP server.")
        .buildWithCallback(measurement -> measurement.record(attempts.sum()));
    meter
        .counterBuilder("opamp.agent.connection.reconnects")
        .setUnit("{reconnect}")
        .setDescription("Times the session was established again after it was lost.")
        .buildWithCallback(measurement -> measurement.record(Math.max(0, established.sum() - 1)));
    meter
        .counterBuilder("opamp.agent.messages")
        .setUnit("{message}")
        .setDescription("OpAMP messages.")
        .buildWithCallback(m -> observe(m, messagesSent, messagesReceived));
    meter
        .counterBuilder("opamp.agent.io")
        .setUnit("By")
        .setDescription("Size of the OpAMP messages before framing and compression.")
        .buildWithCallback(m -> observe(m, bytesSent, bytesReceived));
  }

  private void observeState(ObservableLongMeasurement measurement) {
    SessionState now = state;
    for (SessionState each : SessionState.values()) {
      measurement.record(
          each == now ? 1 : 0, Attributes.of(STATE, each.name().toLowerCase(Locale.ROOT)));
    }
  }

  private static void observe(
      ObservableLongMeasurement measurement, LongAdder sent, LongAdder received) {
    measurement.record(sent.sum(), SENT);
    measurement.record(received.sum(), RECEIVED);
  }
}
