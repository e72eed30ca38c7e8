package dev.opamp.javaagent.telemetry;

import java.time.Duration;

/** How one reader of a document is to be: what is registered, and what can still change then. */
interface ReaderPlan {

  /** Equal for as long as a reader that is registered can follow; what the SDK asks only once. */
  Object fixed();

  /** How often the reader collects; of one that is asked, how long it may be before it is. */
  Duration interval();

  /** Makes a reader that is not registered yet. It uses the outlet once it is committed. */
  ReaderSlot open();
}
