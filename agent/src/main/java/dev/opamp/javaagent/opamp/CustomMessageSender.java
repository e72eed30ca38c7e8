package dev.opamp.javaagent.opamp;

/** Sends messages of one custom capability. Thread-safe; never blocks or throws. */
public interface CustomMessageSender {

  /** What became of a message. */
  enum Outcome {
    /** It goes out in its turn, at most once; it is lost if the connection is before that. */
    QUEUED,
    /** There is no connection, or its server does not have the capability. */
    NOT_SUPPORTED,
    /** It would never fit in one message of the protocol, or in the queue. */
    TOO_LARGE,
    /** So many wait already that none of them may be pushed out. */
    QUEUE_FULL
  }

  /**
   * Queues a message.
   *
   * @param type means something within the capability alone
   * @param data delivered as it is; may be empty
   */
  Outcome send(String type, byte[] data);
}
