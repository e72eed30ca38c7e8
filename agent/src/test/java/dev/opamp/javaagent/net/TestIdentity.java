package dev.opamp.javaagent.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/** A self-signed certificate with its key, made by the running JDK's keytool, as PEM files. */
public final class TestIdentity {

  /** Of every key store made here. */
  public static final String STORE_PASSWORD = "changeit";

  private static final char[] PASSWORD = STORE_PASSWORD.toCharArray();

  private final Path dir;
  private final String name;
  private final KeyStore store;

  private TestIdentity(Path dir, String name, KeyStore store) {
    this.dir = dir;
    this.name = name;
    this.store = store;
  }

  public static TestIdentity create(Path dir, String name, String algorithm, String alternativeName)
      throws Exception {
    Path file = dir.resolve(name + ".p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                name,
                "-keyalg",
                algorithm,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + alternativeName,
                "-validity",
                "3650",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile())
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IOException(Files.readString(dir.resolve(name + ".log")));
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    return new TestIdentity(dir, name, store);
  }

  /** Certificate and key in one store of a type, PKCS12 or JKS. */
  public Path keyStore(String type) throws Exception {
    KeyStore copy = KeyStore.getInstance(type);
    copy.load(null, null);
    copy.setKeyEntry(name, key(), PASSWORD, store.getCertificateChain(name));
    return written(copy, name + "-keys." + type);
  }

  /** The certificate alone, as one to trust. */
  public Path trustStore(String type) throws Exception {
    KeyStore copy = KeyStore.getInstance(type);
    copy.load(null, null);
    copy.setCertificateEntry(name, store.getCertificate(name));
    return written(copy, name + "-trust." + type);
  }

  private Path written(KeyStore copy, String file) throws Exception {
    try (OutputStream out = Files.newOutputStream(dir.resolve(file))) {
      copy.store(out, PASSWORD);
    }
    return dir.resolve(file);
  }

  public Path certificate() throws Exception {
    return pem("CERTIFICATE", store.getCertificate(name).getEncoded());
  }

  public Path pkcs8() throws Exception {
    return pem("PRIVATE KEY", key().getEncoded());
  }

  /** PKCS#1 or SEC1: the octet string at the end of the PKCS#8 form. */
  public Path traditionalKey() throws Exception {
    byte[] pkcs8 = key().getEncoded();
    if (key().getAlgorithm().equals("RSA")) {
      // 30 82 ll ll | 02 01 00 | 30 0d (13 bytes) | 04 82 ll ll | PKCS#1
      return pem("RSA PRIVATE KEY", Arrays.copyOfRange(pkcs8, 26, pkcs8.length));
    }
    // As OpenSSL writes it: the curve first, in a block of its own.
    String text = block("EC PARAMETERS", curve(pkcs8)) + block("EC PRIVATE KEY", sec1(pkcs8));
    return Files.writeString(dir.resolve(name + "-sec1.pem"), text);
  }

  private static int algorithmOffset(byte[] pkcs8) {
    return 2 + (pkcs8[1] < 0 ? pkcs8[1] & 0x7f : 0) + 3;
  }

  /** The parameters after the nine bytes of id-ecPublicKey. */
  private static byte[] curve(byte[] pkcs8) {
    int algorithm = algorithmOffset(pkcs8);
    return Arrays.copyOfRange(pkcs8, algorithm + 11, algorithm + 2 + pkcs8[algorithm + 1]);
  }

  /** The JDK leaves the curve out of the inner key. */
  private static byte[] sec1(byte[] pkcs8) {
    int algorithm = algorithmOffset(pkcs8);
    int octets = algorithm + 2 + pkcs8[algorithm + 1];
    return Arrays.copyOfRange(pkcs8, octets + 2, octets + 2 + (pkcs8[octets + 1] & 0xff));
  }

  /** SEC1 with the curve inside, as RFC 5915 has it. */
  public Path sec1WithCurve() throws Exception {
    byte[] pkcs8 = key().getEncoded();
    byte[] curve = curve(pkcs8);
    byte[] bare = sec1(pkcs8);
    byte[] content = Arrays.copyOfRange(bare, 2, bare.length);
    byte[] tagged = new byte[curve.length + 2];
    tagged[0] = (byte) 0xa0;
    tagged[1] = (byte) curve.length;
    System.arraycopy(curve, 0, tagged, 2, curve.length);
    return pem("EC PRIVATE KEY", Der.sequence(content, tagged));
  }

  /** Server sockets that present this certificate and accept, but do not need, a client's. */
  public ServerSocketFactory serverSockets(TestIdentity... trusted) throws Exception {
    return new AskingFactory(context(trusted).getServerSocketFactory());
  }

  /** For a server that presents this identity and trusts those clients. */
  public SSLContext context(TestIdentity... trusted) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore anchors = KeyStore.getInstance("PKCS12");
    anchors.load(null, null);
    for (TestIdentity identity : trusted) {
      Certificate certificate = identity.store.getCertificate(identity.name);
      anchors.setCertificateEntry(identity.name, certificate);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(anchors);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private Key key() throws Exception {
    return store.getKey(name, PASSWORD);
  }

  private Path pem(String type, byte[] der) throws IOException {
    String file = name + "-" + type.replace(' ', '-') + ".pem";
    return Files.writeString(dir.resolve(file), block(type, der));
  }

  private static String block(String type, byte[] der) {
    String text = Base64.getMimeEncoder().encodeToString(der);
    return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
  }

  /** Asks each client for its certificate. */
  private static final class AskingFactory extends ServerSocketFactory {
    private final ServerSocketFactory sockets;

    private AskingFactory(ServerSocketFactory sockets) {
      this.sockets = sockets;
    }

    @Override
    public SSLServerSocket createServerSocket(int port) throws IOException {
      return asking(sockets.createServerSocket(port));
    }

    @Override
    public SSLServerSocket createServerSocket(int port, int backlog) throws IOException {
      return asking(sockets.createServerSocket(port, backlog));
    }

    @Override
    public SSLServerSocket createServerSocket(int port, int backlog, java.net.InetAddress address)
        throws IOException {
      return asking(sockets.createServerSocket(port, backlog, address));
    }

    private static SSLServerSocket asking(java.net.ServerSocket socket) {
      SSLServerSocket secure = (SSLServerSocket) socket;
      secure.setWantClientAuth(true);
      return secure;
    }
  }
}
