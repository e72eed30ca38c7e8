package dev.opamp.javaagent.config;

import dev.opamp.javaagent.opamp.ConfigFile;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;

/**
 * Checks documents as an agent would, without one: syntax, environment, schema, and whether an SDK
 * can be built from them. Nothing is put in force, and no local restriction counts.
 */
public final class DocumentCheck {

  /** What a part is checked over when nothing else is said. */
  private static final Map<String, Object> NOTHING = VariableReader.node("file_format", "1.0");

  private final Schema schema = Schema.shipped();
  private final Overlay overlay = new Overlay(schema);
  private final ConfigParser parser;

  public DocumentCheck(Lookups lookups) {
    this.parser = new ConfigParser(lookups);
  }

  /**
   * Checks a document that is to be used alone.
   *
   * @param file the name in messages; one that ends in {@code .json} says what the body is
   */
  public CandidateDocument whole(String file, byte[] body) {
    return check(file, body, true);
  }

  /** Checks a document that is to be laid over another one, as an offer is. */
  public CandidateDocument part(String file, byte[] body) {
    return check(file, body, false);
  }

  private CandidateDocument check(String file, byte[] body, boolean whole) {
    try {
      ConfigDocument document = parser.parse(new ConfigFile("", contentType(file), body));
      if (whole && document.root().isEmpty()) {
        return unreadable(file, new ConfigProblem("", 0, "is empty; file_format is required"));
      }
      CheckedDocument checked = SchemaCheck.check(schema, document, whole);
      Map<String, Object> typed = checked.document.root();
      Map<String, Object> tree = whole ? overlay.withoutNulls(typed) : typed;
      return new CandidateDocument(
              DocumentLayers.of(file, document),
              tree,
              overlay.apply(NOTHING, typed),
              Collections.emptyList())
          .with(checked.all());
    } catch (ConfigRejectedException e) {
      return unreadable(file, e.problems().get(0));
    }
  }

  /** Lays a part over a document as the agent would; neither may have problems. */
  public CandidateDocument over(CandidateDocument base, CandidateDocument part) {
    Map<String, Object> effective = overlay.apply(base.tree(), part.tree());
    DocumentLayers layers = part.layers().over(base.layers(), base.tree(), effective);
    ConfigDocument both = ConfigDocument.empty().withRoot(effective);
    return new CandidateDocument(layers, effective, effective, Collections.emptyList())
        .with(SchemaCheck.check(schema, both, true).all());
  }

  /**
   * Returns the document with what keeps an SDK from being built from it, as far as it can be
   * looked at beside the problems that are known.
   *
   * @param sdk is asked to prepare the document, or what is left of it, and left as it was
   */
  public CandidateDocument tried(CandidateDocument document, SdkTarget sdk) {
    return document.with(new DocumentTrial(schema, sdk).problems(document));
  }

  private static CandidateDocument unreadable(String file, ConfigProblem problem) {
    Map<String, Object> nothing = Collections.emptyMap();
    return new CandidateDocument(
        DocumentLayers.of(file, ConfigDocument.empty()),
        nothing,
        nothing,
        Collections.singletonList(new LocatedProblem(file, problem)));
  }

  private static String contentType(String file) {
    return file.toLowerCase(Locale.ROOT).endsWith(".json") ? "application/json" : "";
  }
}
