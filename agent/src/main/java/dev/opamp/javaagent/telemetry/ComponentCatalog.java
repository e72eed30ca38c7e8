package dev.opamp.javaagent.telemetry;

import io.opentelemetry.sdk.common.internal.OtelVersion;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.StringTokenizer;

/**
 * What a configuration document could name, read from {@code components.txt}: the server is to know
 * it before there is an SDK, and to ask every provider for it would load each of them.
 */
public final class ComponentCatalog {

  private static final String FILE = "components.txt";

  private ComponentCatalog() {}

  /** Returns the kinds of components, as {@link ComponentTree} writes them. */
  public static Map<String, Object> read() {
    ComponentTree tree = new ComponentTree();
    try (InputStream in = ComponentCatalog.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)), tree);
    } catch (IOException e) {
      throw new IllegalStateException(FILE + " cannot be read", e);
    }
    return tree.nodes(Collections.singletonMap("telemetry.sdk.version", OtelVersion.VERSION));
  }

  private static void read(BufferedReader lines, ComponentTree tree) throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.startsWith("#")) {
        add(new StringTokenizer(line), tree);
      }
    }
  }

  private static void add(StringTokenizer words, ComponentTree tree) {
    String[] place = words.nextToken().split("/", -1);
    String name = words.nextToken();
    tree.add(Collections.singletonMap("code.namespace", words.nextToken()), name, place);
  }
}
