package dev.opamp.javaagent.opamp;

/** A part of an offer that cannot be used; the message says why and is free of secrets. */
final class BadOfferException extends Exception {

  private static final long serialVersionUID = 1;

  BadOfferException(String reason) {
    super(reason);
  }

  /** Why, as the name of the part followed by the reason. */
  String reasonFor(String part) {
    return part + ": " + getMessage();
  }
}
