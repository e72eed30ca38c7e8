package dev.opamp.javaagent.telemetry.sender;

import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections to one receiver that wait for the next export. Thread-safe. */
final class ExportConnections {

  private static final int MOST = 5;

  /** What is between here and there may have forgotten a connection that nobody used for longer. */
  private static final long LONGEST_IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final Deque<ExportConnection> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * Returns one that still works, or null when there is none.
   *
   * @param inUse gets the socket of each that is looked at
   */
  @Nullable ExportConnection take(Consumer<? super Socket> inUse) {
    ExportConnection candidate = next();
    while (candidate != null && !isUsable(candidate, inUse)) {
      candidate.close();
      candidate = next();
    }
    return candidate;
  }

  private static boolean isUsable(ExportConnection candidate, Consumer<? super Socket> inUse) {
    if (candidate.idleNanos(System.nanoTime()) > LONGEST_IDLE_NANOS) {
      return false;
    }
    inUse.accept(candidate.tcp());
    return candidate.isUsable();
  }

  /** The one used last: it has the best chance to be open still. */
  private synchronized @Nullable ExportConnection next() {
    return idle.pollFirst();
  }

  void giveBack(ExportConnection connection) {
    close(tooMany(connection, System.nanoTime()));
  }

  private synchronized List<ExportConnection> tooMany(ExportConnection connection, long nowNanos) {
    List<ExportConnection> rest = new ArrayList<>();
    if (closed) {
      rest.add(connection);
      return rest;
    }
    connection.rest(nowNanos);
    idle.addFirst(connection);
    Iterator<ExportConnection> longest = idle.descendingIterator();
    while (longest.hasNext()) {
      ExportConnection each = longest.next();
      if (idle.size() > MOST || each.idleNanos(nowNanos) > LONGEST_IDLE_NANOS) {
        longest.remove();
        rest.add(each);
      }
    }
    return rest;
  }

  /** Closes what waits, and what is given back from now on. */
  void close() {
    close(all());
  }

  private synchronized List<ExportConnection> all() {
    closed = true;
    List<ExportConnection> all = new ArrayList<>(idle);
    idle.clear();
    return all;
  }

  private static void close(List<ExportConnection> connections) {
    connections.forEach(ExportConnection::close);
  }
}
