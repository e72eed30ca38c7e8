package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object of keys and values, or a list of such objects as one. */
final class JsonKeys {

  /** Values are what they are: in neither format is there a way to refer to the environment. */
  private static final ConfigParser PARSER =
      new ConfigParser(new Lookups(JsonKeys::refuse, JsonKeys::refuse));

  private final ConfigDocument parsed;
  private final String label;
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, Origin> origins;

  private JsonKeys(ConfigDocument parsed, String label) {
    this.parsed = parsed;
    this.label = label;
    this.origins = new HashMap<>(parsed.origins());
  }

  /**
   * @param label what the paths of the keys begin with
   * @param lists whether a list of objects will do
   */
  static ConfigDocument read(ConfigFile file, String label, boolean lists)
      throws ConfigRejectedException {
    String text = CompatibilityFiles.text(file).trim();
    boolean list = lists && text.startsWith("[") && text.endsWith("]");
    boolean object = text.startsWith("{") && text.endsWith("}");
    if (!text.isEmpty() && !list && !object) {
      throw YamlReader.rejected(label, 1, "is not a JSON object", file.name());
    }
    // Parsed below its label, so that each value is known by the path it will be reported under.
    ConfigDocument parsed =
        PARSER.parse(new ConfigFile(file.name(), "application/json", wrapped(file.body(), label)));
    if (parsed.root().size() != 1) {
      throw YamlReader.rejected(label, 1, "is not one JSON value", file.name());
    }
    return new JsonKeys(parsed, label).document(parsed.root().get(label));
  }

  private ConfigDocument document(@Nullable Object node) throws ConfigRejectedException {
    if (node instanceof Map) {
      return ConfigDocument.ofKeys(Collections.singletonMap(label, node), origins);
    }
    List<Object> items = node instanceof List ? Trees.list(node) : Collections.emptyList();
    for (int i = 0; i < items.size(); i++) {
      String path = ConfigDocument.item(label, i);
      if (!(items.get(i) instanceof Map)) {
        throw new ConfigRejectedException(parsed.problem(path, "is not a JSON object"));
      }
      add(Trees.map(items.get(i)), path);
    }
    return ConfigDocument.ofKeys(
        Collections.singletonMap(label, Collections.unmodifiableMap(values)), origins);
  }

  private void add(Map<String, Object> item, String path) throws ConfigRejectedException {
    for (Map.Entry<String, Object> entry : item.entrySet()) {
      String from = ConfigDocument.child(path, entry.getKey());
      if (values.containsKey(entry.getKey())) {
        throw new ConfigRejectedException(parsed.problem(from, "is given twice"));
      }
      values.put(entry.getKey(), entry.getValue());
      Origin origin = parsed.origins().get(from);
      if (origin != null) {
        origins.put(ConfigDocument.child(label, entry.getKey()), origin);
      }
    }
  }

  private static byte[] wrapped(byte[] body, String label) {
    boolean mark =
        body.length > 2
            && body[0] == (byte) 0xEF
            && body[1] == (byte) 0xBB
            && body[2] == (byte) 0xBF;
    byte[] before = ("{\"" + label + "\": ").getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + before.length + 2);
    bytes.write(before, 0, before.length);
    bytes.write(body, mark ? 3 : 0, body.length - (mark ? 3 : 0));
    // On a line of its own: what the parser takes for a comment ends before.
    bytes.write('\n');
    bytes.write('}');
    return bytes.toByteArray();
  }

  private static @Nullable String refuse(String name) {
    throw new IllegalArgumentException("refers to the environment, which a key cannot");
  }
}
