package dev.opamp.javaagent.opamp;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The key of this agent that certificates are requested for. Thread-safe; no method throws. */
public interface ClientKeys {

  /**
   * Makes a certificate request, and the key when there is none; returns at once.
   *
   * @param whenSigned gets the request as PEM, from any thread; not called when it fails
   */
  void requestCertificate(String commonName, Consumer<String> whenSigned);

  /** Returns the private key as PEM, a secret; null when no certificate was ever requested. */
  @Nullable String privateKey();
}
