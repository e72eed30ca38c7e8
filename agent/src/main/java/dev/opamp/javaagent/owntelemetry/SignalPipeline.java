package dev.opamp.javaagent.owntelemetry;

/** Everything between the agent and one destination of one signal. */
interface SignalPipeline {

  /** Begins; called once, when the pipeline is the one in force. */
  void start();

  /** Flushes and ends; blocks as long as the destination takes, within the exporter's timeouts. */
  void close();

  /** Drops what is still on its way; {@link #close} ends soon after. */
  void abandon();
}
