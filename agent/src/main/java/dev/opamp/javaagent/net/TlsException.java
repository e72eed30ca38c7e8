package dev.opamp.javaagent.net;

import java.io.IOException;

/** TLS files that cannot be used; the message names the setting, the file and the reason. */
public final class TlsException extends IOException {

  private static final long serialVersionUID = 1;

  TlsException(String message) {
    super(message);
  }
}
