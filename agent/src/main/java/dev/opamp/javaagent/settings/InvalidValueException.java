package dev.opamp.javaagent.settings;

/** The text of one setting does not mean anything; the message says why, without the text. */
public final class InvalidValueException extends Exception {

  private static final long serialVersionUID = 1L;

  InvalidValueException(String reason) {
    super(reason);
  }
}
