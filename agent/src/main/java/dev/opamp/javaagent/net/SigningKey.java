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
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * An EC key pair on P-256 that certificates are requested for (PKCS#10, RFC 2986). Immutable; its
 * PEM text holds the private key, a secret, and the public one.
 */
public final class SigningKey {

  /** OID 2.5.4.3. */
  private static final byte[] COMMON_NAME = {0x06, 0x03, 0x55, 0x04, 0x03};

  /** OID 1.2.840.10045.4.3.2. */
  private static final byte[] ECDSA_WITH_SHA256 = {
    0x06, 0x08, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x04, 0x03, 0x02
  };

  private final PrivateKey privateKey;
  private final PublicKey publicKey;

  private SigningKey(PrivateKey privateKey, PublicKey publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /** Makes a new key pair; takes a while. */
  public static SigningKey generate() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    return new SigningKey(pair.getPrivate(), pair.getPublic());
  }

  /** Reads what {@link #toPem} wrote. */
  public static SigningKey ofPem(String pem) throws GeneralSecurityException, TlsException {
    PemFile file = PemFile.read(PemSource.text("the agent's own key", pem));
    for (PemFile.Block block : file.blocks()) {
      if (block.type().equals("PUBLIC KEY")) {
        PublicKey publicKey =
            KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(block.der()));
        return new SigningKey(PrivateKeys.read(file, null), publicKey);
      }
    }
    throw file.failure("no public key found");
  }

  /** The pair as text: a secret. */
  public String toPem() {
    return privatePem() + pem("PUBLIC KEY", publicKey.getEncoded());
  }

  /** The private key alone: a secret. */
  public String privatePem() {
    return pem("PRIVATE KEY", privateKey.getEncoded());
  }

  /** Requests a certificate: PEM, signed with this key, which it does not contain. */
  public String certificateRequest(String commonName) throws GeneralSecurityException {
    byte[] subject = Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(commonName))));
    byte[] body = Der.sequence(Der.zero(), subject, publicKey.getEncoded(), Der.noAttributes());
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(privateKey);
    signature.update(body);
    byte[] signed = Der.sequence(body, Der.sequence(ECDSA_WITH_SHA256), Der.bits(signature.sign()));
    return pem("CERTIFICATE REQUEST", signed);
  }

  private static String pem(String type, byte[] der) {
    Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN "
        + type
        + "-----\n"
        + encoder.encodeToString(der)
        + "\n-----END "
        + type
        + "-----\n";
  }
}
