package dev.opamp.javaagent.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The files that one document was laid together from, and which of them a place is from. */
final class DocumentLayers {

  private final Layer upper;
  private final @Nullable Layer lower;

  /** The places of the lower layer that the upper one has left as they were. */
  private final Set<String> unchanged = new HashSet<>();

  private DocumentLayers(Layer upper, @Nullable Layer lower) {
    this.upper = upper;
    this.lower = lower;
  }

  static DocumentLayers of(String file, ConfigDocument document) {
    return new DocumentLayers(new Layer(file, document), null);
  }

  /**
   * Returns the layers of this document laid over another one.
   *
   * @param below the tree of the other one
   * @param effective the tree of both
   */
  DocumentLayers over(
      DocumentLayers other, Map<String, Object> below, Map<String, Object> effective) {
    DocumentLayers both = new DocumentLayers(upper, other.upper);
    Map<String, Object> now = new HashMap<>();
    Trees.walk(effective, "", now::put);
    Trees.walk(
        below,
        "",
        (path, node) -> {
          if (node != null && node.equals(now.get(path))) {
            both.unchanged.add(path);
          }
        });
    return both;
  }

  /** Returns a problem with the file and the line of its path, or of its nearest known parent. */
  LocatedProblem locate(ConfigProblem problem, Redaction redaction) {
    String reason = redaction.text(problem.message());
    for (String at = problem.path(); ; at = ConfigDocument.parentOf(at)) {
      for (Layer layer : layersOf(at)) {
        Origin origin = layer.document.originAt(at);
        if (origin != null) {
          return new LocatedProblem(
              layer.file, new ConfigProblem(problem.path(), origin.line(), reason));
        }
      }
      if (at.isEmpty()) {
        return new LocatedProblem(
            upper.file, new ConfigProblem(problem.path(), problem.line(), reason));
      }
    }
  }

  private Layer[] layersOf(String path) {
    return lower != null && unchanged.contains(path)
        ? new Layer[] {upper, lower}
        : new Layer[] {upper};
  }

  /** Whether a place is named in the upper file, rather than missing there. */
  boolean isWritten(String path) {
    return upper.document.originAt(path) != null;
  }

  /** Paths of values that came from the environment or a system property. */
  Set<String> substitutedPaths() {
    Set<String> paths = new TreeSet<>();
    if (lower != null) {
      paths.addAll(lower.document.substitutedPaths());
      paths.retainAll(unchanged);
    }
    paths.addAll(upper.document.substitutedPaths());
    return paths;
  }

  /** One file. */
  private static final class Layer {
    final String file;
    final ConfigDocument document;

    Layer(String file, ConfigDocument document) {
      this.file = file;
      this.document = document;
    }
  }
}
