package dev.opamp.javaagent.net;

import java.io.IOException;

/** The answer of the other side is no HTTP, or more than anybody sends. */
public final class MalformedHttpException extends IOException {

  private static final long serialVersionUID = 1;

  MalformedHttpException(String message) {
    super(message);
  }
}
