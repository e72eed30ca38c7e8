package dev.opamp.javaagent.testing.server.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A throw-away authority that signs clients' requests, made with the running JDK's keytool. */
public final class CertificateAuthority {

  private static final String PASSWORD = "in-a-test";

  private final Path directory;
  private int signed;

  private CertificateAuthority(Path directory) {
    this.directory = directory;
  }

  /** Makes an authority that keeps its key in an empty directory. */
  public static CertificateAuthority in(Path directory) throws IOException, InterruptedException {
    CertificateAuthority authority = new CertificateAuthority(directory);
    authority.keytool(
        "-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=ca", "-ext", "bc:c");
    return authority;
  }

  /** The authority's own certificate. */
  public Certificate certificate()
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("ca.pem");
    keytool("-exportcert", "-rfc", "-alias", "ca", "-file", file.toString());
    return PemFiles.certificates(file).get(0);
  }

  /** Signs a PKCS #10 request in PEM, and returns the certificate as PEM. */
  public synchronized String sign(String request) throws IOException, InterruptedException {
    Path in = Files.writeString(directory.resolve("request-" + ++signed + ".pem"), request);
    Path out = directory.resolve("signed-" + signed + ".pem");
    keytool(
        "-gencert", "-alias", "ca", "-rfc", "-infile", in.toString(), "-outfile", out.toString());
    return Files.readString(out);
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", directory.resolve("ca.p12").toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException(output);
    }
  }
}
