package dev.opamp.javaagent.testing.server.tls;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A throw-away certificate that is its own authority, for tests and for trying out TLS.
 *
 * @param certificate for {@code localhost}, {@code 127.0.0.1} or the names asked for
 */
public record SelfSignedCertificate(X509Certificate certificate, PrivateKey privateKey) {

  private static final Duration VALIDITY = Duration.ofDays(30);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);
  private static final int SERIAL_BITS = 63;

  /** A certificate for {@code localhost} and {@code 127.0.0.1}. */
  public static SelfSignedCertificate forLoopback() {
    return forNames(List.of("localhost"), true);
  }

  /**
   * A certificate for other names.
   *
   * @param dnsNames at least one
   * @param loopbackAddress whether {@code 127.0.0.1} is also a name
   */
  public static SelfSignedCertificate forNames(List<String> dnsNames, boolean loopbackAddress) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair keys = generator.generateKeyPair();
      byte[] toSign = toBeSigned(keys, dnsNames, loopbackAddress);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(toSign);
      byte[] encoded = Der.sequence(toSign, ecdsaWithSha256(), Der.bits(signature.sign()));
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      return new SelfSignedCertificate(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(encoded)),
          keys.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot make an EC certificate", e);
    }
  }

  /** The certificate as PEM, for a client to trust. */
  public String certificatePem() {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The private key as PEM (PKCS #8). */
  public String privateKeyPem() {
    return pem("PRIVATE KEY", privateKey.getEncoded());
  }

  private static String pem(String type, byte[] der) {
    Base64.Encoder lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + type
        + "-----\n"
        + lines.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static byte[] toBeSigned(KeyPair keys, List<String> dnsNames, boolean loopback) {
    Instant now = Instant.now();
    byte[] name =
        Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(dnsNames.get(0)))));
    return Der.sequence(
        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(SERIAL_BITS, new java.security.SecureRandom())),
        ecdsaWithSha256(),
        name,
        Der.sequence(Der.time(now.minus(CLOCK_SKEW)), Der.time(now.plus(VALIDITY))),
        name,
        keys.getPublic().getEncoded(),
        Der.tagged(0xa3, Der.sequence(isAuthority(), alternativeNames(dnsNames, loopback))));
  }

  private static byte[] isAuthority() {
    return Der.sequence(
        Der.oid(2, 5, 29, 19), Der.bool(true), Der.octets(Der.sequence(Der.bool(true))));
  }

  private static byte[] alternativeNames(List<String> dnsNames, boolean loopback) {
    byte[] names = loopback ? Der.tagged(0x87, new byte[] {127, 0, 0, 1}) : new byte[0];
    for (String dnsName : dnsNames) {
      names = Der.concat(names, Der.tagged(0x82, dnsName.getBytes(StandardCharsets.US_ASCII)));
    }
    return Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(Der.sequence(names)));
  }

  private static byte[] ecdsaWithSha256() {
    return Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
  }
}
