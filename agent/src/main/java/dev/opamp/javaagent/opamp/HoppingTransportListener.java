package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.util.concurrent.Executor;

/** Brings the events of transport threads onto the session's thread, in their order. */
final class HoppingTransportListener implements TransportListener {

  private final Executor executor;
  private final TransportListener target;

  HoppingTransportListener(Executor executor, TransportListener target) {
    this.executor = executor;
    this.target = target;
  }

  @Override
  public void onConnected(long epoch) {
    executor.execute(() -> target.onConnected(epoch));
  }

  @Override
  public void onDelivered(long epoch) {
    executor.execute(() -> target.onDelivered(epoch));
  }

  @Override
  public void onMessage(long epoch, ServerToAgent message) {
    executor.execute(() -> target.onMessage(epoch, message));
  }

  @Override
  public void onMalformed(long epoch, String reason) {
    executor.execute(() -> target.onMalformed(epoch, reason));
  }

  @Override
  public void onOversize(long epoch, int bytes) {
    executor.execute(() -> target.onOversize(epoch, bytes));
  }

  @Override
  public void onClosed(long epoch, CloseCause cause) {
    executor.execute(() -> target.onClosed(epoch, cause));
  }
}
