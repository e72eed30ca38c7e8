package dev.opamp.javaagent.opamp;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Decides about a connection that has yet to prove the settings it is made with. */
interface Trial {

  /**
   * The connection failed.
   *
   * @param asked how long the server asked us to stay away, null when it did not
   * @return how long to wait before the next connection, whichever it is
   */
  Duration afterFailure(String reason, @Nullable Duration asked);
}
