package dev.opamp.javaagent.net;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Decrypts private keys: PKCS#8 with what the JVM knows of PKCS#5 (PBES1, PBES2), and the older
 * form of OpenSSL, named by its {@code DEK-Info} header.
 */
final class EncryptedKeys {

  private static final int SALT = 8;
  private static final String PBES2 = "1.2.840.113549.1.5.13";

  private EncryptedKeys() {}

  /** Decrypts an EncryptedPrivateKeyInfo to a PrivateKeyInfo. */
  static byte[] pkcs8(byte[] encrypted, String password)
      throws GeneralSecurityException, IOException {
    EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
    AlgorithmParameters parameters = info.getAlgParameters();
    String named = info.getAlgName();
    // The JDK names PBES2 by what it is made of in the text of its parameters only.
    boolean composed = named.equals("PBES2") || named.equals(PBES2);
    String algorithm = composed ? String.valueOf(parameters) : named;
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray());
    Cipher cipher = Cipher.getInstance(algorithm);
    cipher.init(
        Cipher.DECRYPT_MODE,
        SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
        parameters);
    spec.clearPassword();
    return cipher.doFinal(info.getEncryptedData());
  }

  /**
   * Decrypts the body of a PKCS#1 or SEC1 block.
   *
   * @param dekInfo cipher and initialization vector, for example {@code AES-256-CBC,0123...}
   */
  static byte[] openSsl(byte[] encrypted, String dekInfo, String password)
      throws GeneralSecurityException {
    int comma = dekInfo.indexOf(',');
    String name = dekInfo.substring(0, comma);
    byte[] iv = hex(dekInfo.substring(comma + 1));
    String algorithm = name.startsWith("AES-") ? "AES" : "DESede";
    Cipher cipher = Cipher.getInstance(algorithm + "/CBC/PKCS5Padding");
    if (iv.length != cipher.getBlockSize()) {
      throw new GeneralSecurityException("the initialization vector has the wrong length");
    }
    byte[] key = derive(password.getBytes(StandardCharsets.UTF_8), iv, keyLength(name));
    cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, algorithm), new IvParameterSpec(iv));
    return cipher.doFinal(encrypted);
  }

  private static int keyLength(String name) throws GeneralSecurityException {
    switch (name) {
      case "AES-128-CBC":
        return 16;
      case "AES-192-CBC":
      case "DES-EDE3-CBC":
        return 24;
      case "AES-256-CBC":
        return 32;
      default:
        throw new GeneralSecurityException("unknown encryption " + name);
    }
  }

  /** OpenSSL's EVP_BytesToKey with MD5 and one round, which that form is bound to. */
  private static byte[] derive(byte[] password, byte[] iv, int length)
      throws GeneralSecurityException {
    MessageDigest digest = MessageDigest.getInstance("MD5");
    byte[] key = new byte[length];
    byte[] block = new byte[0];
    for (int done = 0; done < length; done += block.length) {
      digest.update(block);
      digest.update(password);
      digest.update(iv, 0, SALT);
      block = digest.digest();
      System.arraycopy(block, 0, key, done, Math.min(block.length, length - done));
    }
    Arrays.fill(block, (byte) 0);
    return key;
  }

  private static byte[] hex(String text) throws GeneralSecurityException {
    if (text.length() % 2 != 0) {
      throw new GeneralSecurityException("the initialization vector is not hexadecimal");
    }
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(text.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }
}
