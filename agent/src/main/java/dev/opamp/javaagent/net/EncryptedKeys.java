package dev.opamp.javaagent.net;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Opens {@code ENCRYPTED PRIVATE KEY} (PKCS#8). PBES2, which everybody writes today, is done here
 * from the JDK's primitives: its own reader of the parameters fails on Java 8 for what OpenSSL
 * writes. The older schemes are left to the JDK.
 */
final class EncryptedKeys {

  private static final String PBES2 = "1.2.840.113549.1.5.13";
  private static final String PBKDF2 = "1.2.840.113549.1.5.12";

  /** Beyond this a file is no key but a way to keep the CPU busy. */
  private static final int MAX_ITERATIONS = 10_000_000;

  private static final Map<String, String> PRFS = new HashMap<>();
  private static final Map<String, Cbc> CIPHERS = new HashMap<>();

  static {
    PRFS.put("1.2.840.113549.2.7", "PBKDF2WithHmacSHA1");
    PRFS.put("1.2.840.113549.2.8", "PBKDF2WithHmacSHA224");
    PRFS.put("1.2.840.113549.2.9", "PBKDF2WithHmacSHA256");
    PRFS.put("1.2.840.113549.2.10", "PBKDF2WithHmacSHA384");
    PRFS.put("1.2.840.113549.2.11", "PBKDF2WithHmacSHA512");
    CIPHERS.put("1.2.840.113549.3.7", new Cbc("DESede", 24));
    CIPHERS.put("2.16.840.1.101.3.4.1.2", new Cbc("AES", 16));
    CIPHERS.put("2.16.840.1.101.3.4.1.22", new Cbc("AES", 24));
    CIPHERS.put("2.16.840.1.101.3.4.1.42", new Cbc("AES", 32));
  }

  private EncryptedKeys() {}

  /** Returns the PKCS#8 form. */
  static byte[] decrypt(PemFile file, byte[] der, char[] password) throws TlsException {
    try {
      DerReader info = new DerReader(der).sequence();
      DerReader algorithm = info.sequence();
      return algorithm.objectIdentifier().equals(PBES2)
          ? pbes2(file, algorithm.sequence(), info.value(DerReader.OCTET_STRING), password)
          : byTheJdk(file, der, password);
    } catch (IllegalArgumentException e) {
      throw file.failure("damaged encrypted private key");
    } catch (GeneralSecurityException e) {
      throw file.failure("the password does not open the private key");
    }
  }

  private static byte[] pbes2(PemFile file, DerReader parameters, byte[] encrypted, char[] password)
      throws GeneralSecurityException, TlsException {
    DerReader derivation = parameters.sequence();
    DerReader scheme = parameters.sequence();
    if (!derivation.objectIdentifier().equals(PBKDF2)) {
      throw file.failure("the private key is encrypted in a way not supported; use PBKDF2");
    }
    Cbc cipher = CIPHERS.get(scheme.objectIdentifier());
    DerReader derived = derivation.sequence();
    byte[] salt = derived.value(DerReader.OCTET_STRING);
    int iterations = derived.integer();
    if (derived.peek() == DerReader.INTEGER) {
      // The length of the key, which the cipher says as well.
      derived.integer();
    }
    String prf =
        derived.peek() == DerReader.SEQUENCE
            ? PRFS.get(derived.sequence().objectIdentifier())
            : "PBKDF2WithHmacSHA1";
    if (cipher == null || prf == null) {
      throw file.failure("the private key is encrypted in a way not supported; use AES-256-CBC");
    }
    if (iterations < 1 || iterations > MAX_ITERATIONS) {
      throw file.failure("the private key is encrypted with too many iterations");
    }
    PBEKeySpec spec = new PBEKeySpec(password, salt, iterations, cipher.keyBytes * 8);
    byte[] key = SecretKeyFactory.getInstance(prf).generateSecret(spec).getEncoded();
    return cipher.decrypt(key, scheme.value(DerReader.OCTET_STRING), encrypted);
  }

  private static byte[] byTheJdk(PemFile file, byte[] der, char[] password)
      throws GeneralSecurityException, TlsException {
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
      SecretKey key =
          SecretKeyFactory.getInstance(info.getAlgName()).generateSecret(new PBEKeySpec(password));
      Cipher cipher = Cipher.getInstance(info.getAlgName());
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return info.getKeySpec(cipher).getEncoded();
    } catch (NoSuchAlgorithmException | IOException e) {
      throw file.failure("the private key is encrypted in a way not supported; use AES-256-CBC");
    }
  }

  /** A block cipher in CBC mode. */
  static final class Cbc {
    private final String algorithm;
    final int keyBytes;

    Cbc(String algorithm, int keyBytes) {
      this.algorithm = algorithm;
      this.keyBytes = keyBytes;
    }

    byte[] decrypt(byte[] key, byte[] iv, byte[] encrypted) throws GeneralSecurityException {
      AlgorithmParameterSpec start = new IvParameterSpec(iv);
      Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
      cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), start);
      return cipher.doFinal(encrypted);
    }
  }
}
