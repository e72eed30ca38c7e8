package dev.opamp.javaagent.net;

import java.io.ByteArrayOutputStream;

/** Writes the few ASN.1 structures needed to wrap a private key. */
public final class Der {

  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;

  private Der() {}

  public static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  static byte[] octets(byte[] content) {
    return value(OCTET_STRING, content);
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
