package dev.opamp.javaagent.log;

/**
 * Receives every record that is written, after throttling.
 *
 * <p>Called on the thread that logs, which may be one of the application's: it must be quick and
 * must not block. What a listener logs itself is written but not handed to it again.
 */
public interface LogListener {

  void onEvent(LogEvent event);
}
