package dev.opamp.javaagent.opamp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why a connection ended, or never came to be. */
public final class CloseCause {

  /** What the session does next depends on the kind alone. */
  public enum Kind {
    /** We closed it on purpose. */
    LOCAL,
    /** The server closed an established connection in an orderly way. */
    SERVER_CLOSE,
    /** The network failed: refused, reset, unresolvable, timed out, TLS. */
    NETWORK,
    /** The server answered the upgrade or the POST with a status that is no success. */
    HTTP_STATUS,
    /** The server broke the protocol or a size limit. */
    PROTOCOL
  }

  private final Kind kind;
  private final int code;
  private final String message;
  private final @Nullable Duration retryAfter;

  /**
   * @param code WebSocket close code or HTTP status, 0 when there is none
   * @param message one line for people, free of secrets
   * @param retryAfter what {@code Retry-After} said, null when absent or not understood
   */
  public CloseCause(Kind kind, int code, String message, @Nullable Duration retryAfter) {
    this.kind = kind;
    this.code = code;
    this.message = message;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  public int code() {
    return code;
  }

  public String message() {
    return message;
  }

  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** Whether the server answered that it has too much to do. */
  boolean isThrottled() {
    return kind == Kind.HTTP_STATUS && (code == 503 || code == 429);
  }

  @Override
  public String toString() {
    return kind + (code == 0 ? "" : " " + code) + ": " + message;
  }
}
