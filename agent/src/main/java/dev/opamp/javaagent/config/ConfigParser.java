package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes and content type of one file to a {@link ConfigDocument}. */
public final class ConfigParser {

  /** Largest file, in bytes. A configuration of this size is a mistake or an attack. */
  public static final int MAX_BYTES = 1024 * 1024;

  private final EnvironmentSubstitution substitution;

  public ConfigParser(Lookups lookups) {
    this.substitution = new EnvironmentSubstitution(lookups);
  }

  /**
   * Parses a file; an empty body is an empty document.
   *
   * @throws ConfigRejectedException when the content type is not one of YAML or JSON, or the body
   *     is not UTF-8, not well formed, too large, too deep, or uses YAML in a way a configuration
   *     has no need of
   */
  public ConfigDocument parse(ConfigFile file) throws ConfigRejectedException {
    boolean json = ContentType.isJson(file);
    if (file.body().length > MAX_BYTES) {
      throw YamlReader.rejected("", 0, "is larger than " + MAX_BYTES + " bytes", file.name());
    }
    String text = decode(file);
    if (json) {
      requireJson(text, file);
      // JSON allows tabs wherever YAML wants spaces, and never inside its strings.
      text = text.replace('\t', ' ');
    }
    return YamlReader.read(text, file.name(), substitution);
  }

  private static void requireJson(String text, ConfigFile file) throws ConfigRejectedException {
    String body = text.trim();
    if (!body.isEmpty() && body.charAt(0) != '{') {
      throw YamlReader.rejected(
          "", 1, "is declared as JSON but does not hold a JSON object", file.name());
    }
  }

  private static String decode(ConfigFile file) throws ConfigRejectedException {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(file.body()))
              .toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw YamlReader.rejected("", 0, "is not valid UTF-8", file.name());
    }
  }

  /** Reads one byte more than {@link #parse} takes at most, which is enough to refuse the file. */
  public static byte[] read(InputStream in) throws IOException {
    byte[] body = new byte[MAX_BYTES + 1];
    int length = 0;
    for (int n = 0;
        n >= 0 && length < body.length;
        n = in.read(body, length, body.length - length)) {
      length += n;
    }
    return Arrays.copyOf(body, length);
  }
}
