package dev.opamp.javaagent.settings;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Request headers as {@code otel.exporter.otlp.headers} has them: {@code name=value,name2=value2},
 * values percent-encoded. Messages number the entries: their text is secret.
 */
final class HeaderList {

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

  private HeaderList() {}

  static Map<String, String> parse(String text) throws InvalidValueException {
    Map<String, String> headers = new LinkedHashMap<>();
    int number = 0;
    for (String entry : text.split(",", -1)) {
      number++;
      if (entry.trim().isEmpty()) {
        continue;
      }
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).trim();
      if (!TOKEN.matcher(name).matches()) {
        throw new InvalidValueException("entry " + number + " does not start with 'name='");
      }
      headers.put(name, value(entry.substring(equals + 1).trim(), number));
    }
    return headers;
  }

  private static String value(String encoded, int number) throws InvalidValueException {
    String value;
    try {
      value = percentDecode(encoded);
    } catch (CharacterCodingException | NumberFormatException e) {
      throw new InvalidValueException("entry " + number + " has a bad percent escape");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > '~') {
        throw new InvalidValueException(
            "entry " + number + " has a character that HTTP does not allow");
      }
    }
    return value;
  }

  /** Decodes {@code %41}; a plus sign stays what it is, since it occurs in Base64. */
  static String percentDecode(String text) throws CharacterCodingException {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(encoded.length);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        decoded.write(hexDigit(encoded, i + 1) << 4 | hexDigit(encoded, i + 2));
        i += 2;
      } else {
        decoded.write(encoded[i]);
      }
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(decoded.toByteArray()))
        .toString();
  }

  private static int hexDigit(byte[] text, int index) {
    int digit = index < text.length ? Character.digit(text[index], 16) : -1;
    if (digit < 0) {
      throw new NumberFormatException("bad percent escape");
    }
    return digit;
  }
}
