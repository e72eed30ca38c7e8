package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.testing.server.tls.SelfSignedCertificate;
import dev.opamp.javaagent.testing.server.tls.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command line of the stand-alone server. */
final class ServerArguments {

  static final String USAGE =
      """
      Usage: java -jar opamp-server.jar [option value]...
        --host ADDRESS            bind the OpAMP port to this address (default 127.0.0.1)
        --port N                  OpAMP over WebSocket and HTTP (default 4320; 0: any free one)
        --path PATH               default /v1/opamp
        --console-host ADDRESS    default 127.0.0.1; the console has no login
        --console-port N          console and control API (default 4321; 0: any free one)
        --console-name NAME[,..]  host names under which browsers may use the console
        --poll-interval SECONDS   HTTP agents are lost after three of these (default 30)
        --tls-cert FILE --tls-key FILE            PEM chain and unencrypted PKCS #8 key
        --tls-keystore FILE --tls-password TEXT   PKCS #12 or JKS
        --tls-self-signed FILE    make a certificate for localhost and write it to FILE
      """;

  private static final Set<String> OPTIONS =
      Set.of(
          "host",
          "port",
          "path",
          "console-host",
          "console-port",
          "console-name",
          "poll-interval",
          "tls-cert",
          "tls-key",
          "tls-keystore",
          "tls-password",
          "tls-self-signed");

  private final Map<String, String> values = new LinkedHashMap<>();

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the option and what is wrong with it
   */
  ServerArguments(String... args) {
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
      if (!OPTIONS.contains(name)) {
        throw new IllegalArgumentException("unknown option " + args[i]);
      }
      if (i + 1 == args.length) {
        throw new IllegalArgumentException(args[i] + " needs a value");
      }
      values.put(name, args[i + 1]);
    }
  }

  OpampServerBuilder toBuilder() throws IOException, GeneralSecurityException {
    OpampServerBuilder builder =
        OpampServer.builder()
            .opampHost(values.getOrDefault("host", "127.0.0.1"))
            .opampPort(number("port", 4320, 0, 65_535))
            .path(values.getOrDefault("path", "/v1/opamp"))
            .consoleHost(values.getOrDefault("console-host", "127.0.0.1"))
            .consolePort(number("console-port", 4321, 0, 65_535))
            .httpPollInterval(Duration.ofSeconds(number("poll-interval", 30, 1, 86_400)));
    String names = values.get("console-name");
    if (names != null) {
      builder.consoleNames(Set.of(names.split(",")));
    }
    ServerTls tls = tls();
    return tls == null ? builder : builder.tls(tls);
  }

  private @Nullable ServerTls tls() throws IOException, GeneralSecurityException {
    String chain = values.get("tls-cert");
    String keyStore = values.get("tls-keystore");
    String selfSigned = values.get("tls-self-signed");
    if (chain != null) {
      return ServerTls.pem(Path.of(chain), Path.of(required("tls-key")));
    }
    if (keyStore != null) {
      return ServerTls.keyStore(Path.of(keyStore), required("tls-password"));
    }
    if (selfSigned != null) {
      SelfSignedCertificate made = SelfSignedCertificate.forLoopback();
      Files.writeString(Path.of(selfSigned), made.certificatePem());
      return ServerTls.selfSigned(made);
    }
    return null;
  }

  private String required(String option) {
    String value = values.get(option);
    if (value == null) {
      throw new IllegalArgumentException("--" + option + " is missing");
    }
    return value;
  }

  private int number(String option, int otherwise, int min, int max) {
    String text = values.get(option);
    if (text == null) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new IllegalArgumentException(
        "--" + option + " must be a number from " + min + " to " + max + ", not " + text);
  }
}
