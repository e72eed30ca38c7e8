package dev.opamp.javaagent.opamp.transport;

/** What arrived is no message; the text is one line without content of the message. */
final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1;

  MalformedMessageException(String message) {
    super(message);
  }
}
