package dev.opamp.javaagent.net;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The value of an HTTP Basic {@code Authorization} header (RFC 7617). */
public final class BasicAuthorization {

  private BasicAuthorization() {}

  /**
   * Returns the value for a user and a password.
   *
   * @param userAndPassword {@code user:password}, decoded
   */
  public static String of(String userAndPassword) {
    byte[] bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }
}
