package dev.opamp.javaagent.net;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens keys that OpenSSL encrypted in the way it had before PKCS#8: {@code Proc-Type: 4,ENCRYPTED}
 * and {@code DEK-Info} with cipher and IV. The way of making the key out of the password (MD5, one
 * round) is theirs.
 */
final class OpensslKeys {

  private static final Pattern DEK_INFO =
      Pattern.compile("DEK-Info:\\s*([A-Z0-9-]+),([0-9A-Fa-f]+)\\s*");
  private static final int SALT_BYTES = 8;

  private OpensslKeys() {}

  /** Returns the DER form of the block, PKCS#1 or SEC1. */
  static byte[] decrypt(PemFile file, PemFile.Block block, char[] password) throws TlsException {
    Matcher info = DEK_INFO.matcher(block.headers());
    EncryptedKeys.Cbc cipher = info.find() ? cipher(info.group(1)) : null;
    byte[] iv = cipher == null ? new byte[0] : hex(info.group(2));
    if (cipher == null || iv.length < SALT_BYTES) {
      throw file.failure("the private key is encrypted in a way not supported; use AES-256-CBC");
    }
    try {
      byte[] secret = new String(password).getBytes(StandardCharsets.UTF_8);
      byte[] key = derive(secret, Arrays.copyOf(iv, SALT_BYTES), cipher.keyBytes);
      return cipher.decrypt(key, iv, block.der());
    } catch (GeneralSecurityException e) {
      throw file.failure("the password does not open the private key");
    }
  }

  private static EncryptedKeys.@Nullable Cbc cipher(String name) {
    switch (name) {
      case "AES-128-CBC":
        return new EncryptedKeys.Cbc("AES", 16);
      case "AES-192-CBC":
        return new EncryptedKeys.Cbc("AES", 24);
      case "AES-256-CBC":
        return new EncryptedKeys.Cbc("AES", 32);
      case "DES-EDE3-CBC":
        return new EncryptedKeys.Cbc("DESede", 24);
      default:
        return null;
    }
  }

  private static byte[] derive(byte[] secret, byte[] salt, int length)
      throws GeneralSecurityException {
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] last = new byte[0];
    while (key.length < length) {
      md5.update(last);
      md5.update(secret);
      last = md5.digest(salt);
      int filled = key.length;
      key = Arrays.copyOf(key, filled + last.length);
      System.arraycopy(last, 0, key, filled, last.length);
    }
    return Arrays.copyOf(key, length);
  }

  private static byte[] hex(String text) {
    byte[] bytes = new byte[text.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(text.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }
}
