package dev.opamp.javaagent.config;

import java.util.Map;

/** Documents of which everything was asked for, for tests of targets. */
public final class AskedDocuments {

  private AskedDocuments() {}

  public static SdkDocument of(String yaml) {
    Map<String, Object> tree = yaml.isEmpty() ? Map.of() : Documents.tree(yaml);
    return SdkDocument.of(tree).asking(tree);
  }
}
