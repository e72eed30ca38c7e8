package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.concurrent.SerialExecutor;
import dev.opamp.javaagent.concurrent.ThreadSerialExecutor;
import java.time.Duration;

/** Where transports of tests have their deadlines: threads that end with the last of them. */
final class Deadlines {

  private Deadlines() {}

  static SerialExecutor session() {
    return new ThreadSerialExecutor("deadlines", Duration.ofSeconds(1));
  }

  static TransportTimer timer() {
    return new TransportTimer(session());
  }
}
