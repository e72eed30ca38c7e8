package dev.opamp.javaagent.opamp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A certificate authority made with the running JDK's keytool, in a directory of the test. */
final class TestAuthority {

  private static final String PASSWORD = "changeit";

  private final Path directory;
  private int made;

  TestAuthority(Path directory) throws Exception {
    this.directory = directory;
    keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=ca", "-ext", "bc:c");
  }

  /** Signs a PEM request; returns the certificate as PEM. */
  String sign(String request, String... options) throws Exception {
    Path in = directory.resolve("request-" + ++made + ".pem");
    Path out = directory.resolve("signed-" + made + ".pem");
    Files.writeString(in, request);
    List<String> arguments =
        new ArrayList<>(
            List.of("-gencert", "-alias", "ca", "-rfc", "-infile", in.toString(), "-outfile"));
    arguments.add(out.toString());
    arguments.addAll(List.of(options));
    keytool(arguments.toArray(String[]::new));
    return Files.readString(out);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-storetype", "PKCS12", "-keystore", directory.resolve("ca.p12").toString()));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(output);
    }
  }
}
