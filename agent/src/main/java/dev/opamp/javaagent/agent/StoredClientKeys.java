package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.log.AgentLogger;
import dev.opamp.javaagent.net.SigningKey;
import dev.opamp.javaagent.net.TlsException;
import dev.opamp.javaagent.opamp.ClientKeys;
import dev.opamp.javaagent.state.StateStore;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the agent's own key when it is first needed, and keeps it in the agent's state. */
final class StoredClientKeys implements ClientKeys {

  private static final AgentLogger LOG = AgentLogger.get("certificates");
  private static final String ENTRY = "client-key";

  private final StateStore state;
  private final Executor aside;

  /**
   * @param aside where keys are made, which takes a while
   */
  StoredClientKeys(StateStore state, Executor aside) {
    this.state = state;
    this.aside = aside;
  }

  @Override
  public void requestCertificate(String commonName, Consumer<String> whenSigned) {
    aside.execute(
        () -> {
          try {
            whenSigned.accept(key().certificateRequest(commonName));
          } catch (GeneralSecurityException | RuntimeException e) {
            LOG.warn("no client certificate can be requested", e);
          }
        });
  }

  @Override
  public @Nullable String privateKey() {
    SigningKey kept = kept();
    return kept == null ? null : kept.privatePem();
  }

  private synchronized SigningKey key() throws GeneralSecurityException {
    SigningKey kept = kept();
    if (kept != null) {
      return kept;
    }
    SigningKey made = SigningKey.generate();
    state.put(ENTRY, made.toPem().getBytes(StandardCharsets.US_ASCII));
    return made;
  }

  private @Nullable SigningKey kept() {
    byte[] pem = state.get(ENTRY);
    if (pem == null) {
      return null;
    }
    try {
      return SigningKey.ofPem(new String(pem, StandardCharsets.US_ASCII));
    } catch (GeneralSecurityException | TlsException e) {
      LOG.warn("the agent's own key cannot be read, another one is made");
      return null;
    }
  }
}
