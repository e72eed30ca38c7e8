package dev.opamp.javaagent.identity;

import dev.opamp.javaagent.log.AgentLogger;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the user says about the application: {@code otel.resource.attributes} or {@code
 * OTEL_RESOURCE_ATTRIBUTES}, and {@code otel.service.name} or {@code OTEL_SERVICE_NAME}, which wins
 * over the list.
 *
 * <p>The list is {@code key=value,key=value} with percent-encoding, as in the Resource SDK
 * specification: any error discards the whole list, because half of an identity is worse than none.
 */
final class UserAttributes implements AttributeSource {

  private static final AgentLogger LOG = AgentLogger.get(UserAttributes.class);

  /** Fixed by what is bundled, whatever the user says (semantic conventions, telemetry SDK). */
  private static final String RESERVED_PREFIX = "telemetry.sdk.";

  @Override
  public void addTo(Map<String, Object> attributes, HostEnvironment host) {
    String list = host.property("otel.resource.attributes");
    String origin = "otel.resource.attributes";
    if (list == null) {
      list = host.variable("OTEL_RESOURCE_ATTRIBUTES");
      origin = "OTEL_RESOURCE_ATTRIBUTES";
    }
    if (list != null) {
      attributes.putAll(parse(list, origin));
    }
    String name = host.property("otel.service.name");
    if (name == null) {
      name = host.variable("OTEL_SERVICE_NAME");
    }
    if (name != null) {
      attributes.put("service.name", name);
    }
  }

  private static Map<String, Object> parse(String list, String origin) {
    Map<String, Object> parsed = new LinkedHashMap<>();
    int position = 0;
    for (String element : list.split(",", -1)) {
      position++;
      if (element.trim().isEmpty()) {
        continue;
      }
      int equals = element.indexOf('=');
      String key = equals < 0 ? null : decode(element.substring(0, equals).trim());
      String value = equals < 0 ? null : decode(element.substring(equals + 1).trim());
      if (key == null || key.isEmpty() || value == null) {
        LOG.warn(
            origin + " is ignored: element " + position + " is not a percent-encoded key=value");
        return new LinkedHashMap<>();
      }
      if (key.startsWith(RESERVED_PREFIX)) {
        LOG.warn(origin + ": " + key + " is ignored, it is given by the bundled SDK");
      } else {
        parsed.put(key, value);
      }
    }
    return parsed;
  }

  /** Returns null for a broken escape or bytes that are not UTF-8. */
  private static @Nullable String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.write(raw[i]);
        continue;
      }
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return null;
      }
      bytes.write(high << 4 | low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
