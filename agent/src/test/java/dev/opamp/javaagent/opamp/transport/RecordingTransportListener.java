package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.TransportListener;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Keeps every event, for the test to take one after the other. */
final class RecordingTransportListener implements TransportListener {

  record Event(String kind, long epoch, Object detail) {}

  final List<Event> all = new CopyOnWriteArrayList<>();
  final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Event> pending = new LinkedBlockingQueue<>();

  /** The next event, which must be of the kind given. */
  Event next(String kind) throws InterruptedException {
    Event event = pending.poll(10, TimeUnit.SECONDS);
    assertThat(event).as("an event " + kind).isNotNull();
    assertThat(event.kind()).as("kind of " + event).isEqualTo(kind);
    return event;
  }

  ServerToAgent nextMessage() throws InterruptedException {
    return (ServerToAgent) next("message").detail();
  }

  CloseCause nextClose() throws InterruptedException {
    return (CloseCause) next("closed").detail();
  }

  long count(String kind) {
    return all.stream().filter(event -> event.kind().equals(kind)).count();
  }

  @Override
  public void onConnected(long epoch) {
    add("connected", epoch, "");
  }

  @Override
  public void onDelivered(long epoch) {
    add("delivered", epoch, "");
  }

  @Override
  public void onMessage(long epoch, ServerToAgent message) {
    add("message", epoch, message);
  }

  @Override
  public void onMalformed(long epoch, String reason) {
    add("malformed", epoch, reason);
  }

  @Override
  public void onOversize(long epoch, int bytes) {
    add("oversize", epoch, bytes);
  }

  @Override
  public void onClosed(long epoch, CloseCause cause) {
    add("closed", epoch, cause);
  }

  private void add(String kind, long epoch, Object detail) {
    Event event = new Event(kind, epoch, detail);
    threads.add(Thread.currentThread());
    all.add(event);
    pending.add(event);
  }
}
