package dev.opamp.javaagent.net;

import java.util.Arrays;

/** Reads ASN.1 values one after the other; only what the parameters of an encrypted key need. */
final class DerReader {

  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private final byte[] der;
  private int position;

  DerReader(byte[] der) {
    this.der = der;
  }

  boolean hasMore() {
    return position < der.length;
  }

  /** The tag of the next value; -1 when there is none. */
  int peek() {
    return hasMore() ? der[position] & 0xff : -1;
  }

  DerReader sequence() {
    return new DerReader(value(SEQUENCE));
  }

  /** A positive number of at most four bytes. */
  int integer() {
    byte[] bytes = value(INTEGER);
    long number = 0;
    for (byte next : bytes) {
      number = number << 8 | (next & 0xff);
    }
    if (bytes.length == 0 || bytes.length > 5 || number > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("number out of range");
    }
    return (int) number;
  }

  String objectIdentifier() {
    byte[] bytes = value(OBJECT_IDENTIFIER);
    StringBuilder text = new StringBuilder();
    long arc = 0;
    for (byte next : bytes) {
      arc = arc << 7 | (next & 0x7f);
      if (next >= 0) {
        if (text.length() == 0) {
          long first = Math.min(arc / 40, 2);
          text.append(first).append('.').append(arc - first * 40);
        } else {
          text.append('.').append(arc);
        }
        arc = 0;
      }
    }
    return text.toString();
  }

  /**
   * The content of the next value.
   *
   * @throws IllegalArgumentException if it has another tag or is longer than the rest
   */
  byte[] value(int tag) {
    if (peek() != tag || position + 1 >= der.length) {
      throw new IllegalArgumentException("unexpected structure");
    }
    int length = der[position + 1] & 0xff;
    int start = position + 2;
    if (length >= 0x80) {
      int bytes = length & 0x7f;
      length = 0;
      for (int i = 0; i < bytes && i < 4 && start < der.length; i++) {
        length = length << 8 | (der[start++] & 0xff);
      }
    }
    if (length < 0 || length > der.length - start) {
      throw new IllegalArgumentException("unexpected length");
    }
    position = start + length;
    return Arrays.copyOfRange(der, start, position);
  }
}
