package dev.opamp.javaagent.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A request for a certificate (PKCS#10, RFC 2986) and the key it is for: elliptic curve P-256,
 * signed with ECDSA and SHA-256. The key pair is kept as text, so that the answer can be used by a
 * later process. Immutable; {@link #keyPem} is a secret.
 */
public final class CertificateRequest {

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** OID 2.5.4.3. */
  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

  /** OID 1.2.840.10045.4.3.2. */
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };

  private final String pem;
  private final String keyPem;
  private final String publicKeyPem;

  private CertificateRequest(String pem, String keyPem, String publicKeyPem) {
    this.pem = pem;
    this.keyPem = keyPem;
    this.publicKeyPem = publicKeyPem;
  }

  /**
   * Makes a new key and a request for it. Takes some milliseconds.
   *
   * @param commonName the subject's CN
   */
  public static CertificateRequest generate(String commonName) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return of(generator.generateKeyPair(), commonName);
  }

  /**
   * Makes a request for a key that was made earlier.
   *
   * @param keyPem {@link #keyPem} of then
   * @param publicKeyPem {@link #publicKeyPem} of then
   */
  public static CertificateRequest renew(String keyPem, String publicKeyPem, String commonName)
      throws GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("EC");
    PublicKey publicKey = factory.generatePublic(new X509EncodedKeySpec(decode(publicKeyPem)));
    PrivateKey privateKey = factory.generatePrivate(new PKCS8EncodedKeySpec(decode(keyPem)));
    return of(new KeyPair(publicKey, privateKey), commonName);
  }

  private static CertificateRequest of(KeyPair pair, String commonName)
      throws GeneralSecurityException {
    byte[] subject = Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.utf8(commonName))));
    byte[] info = Der.sequence(VERSION_0, subject, pair.getPublic().getEncoded(), Der.tagged(0));
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(pair.getPrivate());
    signer.update(info);
    byte[] request = Der.sequence(info, Der.sequence(ECDSA_WITH_SHA256), Der.bits(signer.sign()));
    return new CertificateRequest(
        encode("CERTIFICATE REQUEST", request),
        encode("PRIVATE KEY", pair.getPrivate().getEncoded()),
        encode("PUBLIC KEY", pair.getPublic().getEncoded()));
  }

  /** The request as PEM. */
  public String pem() {
    return pem;
  }

  /** The private key as PKCS#8 PEM. */
  public String keyPem() {
    return keyPem;
  }

  /** The public key as PEM. */
  public String publicKeyPem() {
    return publicKeyPem;
  }

  private static String encode(String type, byte[] der) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + type
        + "-----\n"
        + encoder.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }

  private static byte[] decode(String pem) throws GeneralSecurityException {
    try {
      return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("damaged PEM text");
    }
  }
}
