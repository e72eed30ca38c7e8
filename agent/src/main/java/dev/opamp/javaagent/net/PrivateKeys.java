package dev.opamp.javaagent.net;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private key from PEM: PKCS#8 ({@code PRIVATE KEY}), PKCS#1 ({@code RSA PRIVATE KEY}) or
 * SEC1 ({@code EC PRIVATE KEY}). The last two are wrapped into PKCS#8, the only form the JDK reads.
 * Each may be encrypted.
 */
final class PrivateKeys {

  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  /** OID 1.2.840.113549.1.1.1 and NULL. */
  private static final byte[] RSA_ENCRYPTION = {
    0x06,
    0x09,
    0x2a,
    (byte) 0x86,
    0x48,
    (byte) 0x86,
    (byte) 0xf7,
    0x0d,
    0x01,
    0x01,
    0x01,
    0x05,
    0x00
  };

  /** OID 1.2.840.10045.2.1. */
  private static final byte[] EC_PUBLIC_KEY = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };

  private static final int CURVE_IN_SEC1 = 0xa0;

  private PrivateKeys() {}

  /**
   * Returns the first key.
   *
   * @param password opens it if it is encrypted; unused otherwise
   */
  static PrivateKey read(PemFile file, @Nullable SecretSource password) throws TlsException {
    byte[] curve = null;
    for (PemFile.Block block : file.blocks()) {
      switch (block.type()) {
        case "EC PARAMETERS":
          curve = block.der();
          break;
        case "EC PRIVATE KEY":
          return decode(file, wrapSec1(file, plain(file, block, password), curve), "EC");
        case "RSA PRIVATE KEY":
          return decode(file, wrap(RSA_ENCRYPTION, plain(file, block, password)), "RSA");
        case "ENCRYPTED PRIVATE KEY":
          char[] secret = required(file, password);
          return decode(file, EncryptedKeys.decrypt(file, block.der(), secret), "RSA", "EC");
        case "PRIVATE KEY":
          return decode(file, block.der(), "RSA", "EC");
        default:
          break;
      }
    }
    throw file.failure("no PEM private key found");
  }

  /** Opens what OpenSSL encrypted in its own way, and returns anything else as it is. */
  private static byte[] plain(PemFile file, PemFile.Block block, @Nullable SecretSource password)
      throws TlsException {
    return block.headers().contains("ENCRYPTED")
        ? OpensslKeys.decrypt(file, block, required(file, password))
        : block.der();
  }

  private static char[] required(PemFile file, @Nullable SecretSource password)
      throws TlsException {
    if (password == null) {
      throw file.failure("the private key is encrypted and no password is set for it");
    }
    return password.read().toCharArray();
  }

  private static PrivateKey decode(PemFile file, byte[] pkcs8, String... algorithms)
      throws TlsException {
    for (String algorithm : algorithms) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      } catch (GeneralSecurityException notThisAlgorithm) {
        // The next algorithm is tried; the reason of a parser for the wrong one helps nobody.
      }
    }
    throw file.failure("not a readable private key of type " + String.join(" or ", algorithms));
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return Der.sequence(VERSION_0, Der.sequence(algorithm), Der.octets(key));
  }

  private static byte[] wrapSec1(PemFile file, byte[] sec1, byte @Nullable [] curveBlock)
      throws TlsException {
    byte[] curve = curveBlock == null ? curveOf(sec1) : curveBlock;
    if (curve == null) {
      throw file.failure("the EC private key does not name its curve");
    }
    byte[] algorithm = new byte[EC_PUBLIC_KEY.length + curve.length];
    System.arraycopy(EC_PUBLIC_KEY, 0, algorithm, 0, EC_PUBLIC_KEY.length);
    System.arraycopy(curve, 0, algorithm, EC_PUBLIC_KEY.length, curve.length);
    return wrap(algorithm, sec1);
  }

  /** ECPrivateKey ::= SEQUENCE { version, privateKey, [0] curve OPTIONAL, [1] publicKey }. */
  private static byte @Nullable [] curveOf(byte[] sec1) {
    int position = sec1.length < 2 ? 0 : contentStart(sec1, 0);
    while (position + 1 < sec1.length) {
      int start = contentStart(sec1, position);
      int end = start + contentLength(sec1, position);
      if (end < start || end > sec1.length) {
        return null;
      }
      if ((sec1[position] & 0xff) == CURVE_IN_SEC1) {
        return Arrays.copyOfRange(sec1, start, end);
      }
      position = end;
    }
    return null;
  }

  private static int contentStart(byte[] der, int position) {
    int length = der[position + 1] & 0xff;
    return position + 2 + (length < 0x80 ? 0 : length & 0x7f);
  }

  private static int contentLength(byte[] der, int position) {
    int length = der[position + 1] & 0xff;
    if (length < 0x80) {
      return length;
    }
    int value = 0;
    for (int i = 0; i < (length & 0x7f) && position + 2 + i < der.length; i++) {
      value = (value << 8) | (der[position + 2 + i] & 0xff);
    }
    return value;
  }
}
