package dev.opamp.javaagent.net;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the few ASN.1 structures needed for private keys and certificate requests. */
public final class Der {

  private static final int SEQUENCE = 0x30;
  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int UTF8_STRING = 0x0c;
  private static final int EMPTY_ATTRIBUTES = 0xa0;
  private static final byte[] NO_UNUSED_BITS = {0};

  private Der() {}

  public static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] octets(byte[] content) {
    return value(OCTET_STRING, content);
  }

  static byte[] set(byte[]... parts) {
    return value(SET, parts);
  }

  static byte[] zero() {
    return value(INTEGER, new byte[] {0});
  }

  static byte[] bits(byte[] content) {
    return value(BIT_STRING, NO_UNUSED_BITS, content);
  }

  static byte[] text(String text) {
    return value(UTF8_STRING, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The implicit {@code [0]} of a certificate request, without attributes. */
  static byte[] noAttributes() {
    return value(EMPTY_ATTRIBUTES);
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
    out.write(tag);
    if (length < 0x80) {
      out.write(length);
    } else {
      int lengthBytes = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
      out.write(0x80 | lengthBytes);
      for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8) {
        out.write(length >>> shift);
      }
    }
    for (byte[] part : parts) {
      out.write(part, 0, part.length);
    }
    return out.toByteArray();
  }
}
