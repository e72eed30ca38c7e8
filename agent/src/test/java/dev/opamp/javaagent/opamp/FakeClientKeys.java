package dev.opamp.javaagent.opamp;

import dev.opamp.javaagent.net.SigningKey;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One real key, made when it is needed. */
public final class FakeClientKeys implements ClientKeys {

  final List<String> requestedFor = new ArrayList<>();
  SigningKey key;

  @Override
  public void requestCertificate(String commonName, Consumer<String> whenSigned) {
    requestedFor.add(commonName);
    try {
      key = key == null ? SigningKey.generate() : key;
      whenSigned.accept(key.certificateRequest(commonName));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String privateKey() {
    return key == null ? null : key.privatePem();
  }
}
