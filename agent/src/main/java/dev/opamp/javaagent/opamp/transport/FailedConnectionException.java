package dev.opamp.javaagent.opamp.transport;

import dev.opamp.javaagent.net.MalformedHttpException;
import dev.opamp.javaagent.net.OneLine;
import dev.opamp.javaagent.opamp.CloseCause;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Ends a connection or an exchange for a known cause. */
final class FailedConnectionException extends IOException {

  private static final long serialVersionUID = 1;

  private final transient CloseCause closeCause;

  private FailedConnectionException(CloseCause closeCause) {
    super(closeCause.message());
    this.closeCause = closeCause;
  }

  static FailedConnectionException protocol(int code, String message) {
    return new FailedConnectionException(
        new CloseCause(CloseCause.Kind.PROTOCOL, code, message, null));
  }

  static FailedConnectionException status(
      int status, String message, @Nullable Duration retryAfter) {
    return new FailedConnectionException(
        new CloseCause(CloseCause.Kind.HTTP_STATUS, status, message, retryAfter));
  }

  /** The cause carried by a failure, or a network cause for any other one. */
  static CloseCause causeOf(Throwable failure) {
    if (failure instanceof FailedConnectionException) {
      return ((FailedConnectionException) failure).closeCause;
    }
    if (failure instanceof MalformedHttpException) {
      return new CloseCause(CloseCause.Kind.PROTOCOL, 0, OneLine.of(failure.getMessage()), null);
    }
    return new CloseCause(CloseCause.Kind.NETWORK, 0, OneLine.of(failure), null);
  }
}
