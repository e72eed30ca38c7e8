package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A document that somebody may want to put in force: what is wrong with it, and what it says. */
public final class CandidateDocument {

  private final DocumentLayers layers;
  private final Map<String, Object> tree;
  private final Map<String, Object> complete;
  private final Redaction redaction;
  private final List<LocatedProblem> problems;

  /**
   * @param tree what was written, laid over what it was to be laid over
   * @param complete the same as an SDK takes it: with a {@code file_format} in any case
   */
  CandidateDocument(
      DocumentLayers layers,
      Map<String, Object> tree,
      Map<String, Object> complete,
      List<LocatedProblem> problems) {
    this.layers = layers;
    this.tree = tree;
    this.complete = complete;
    this.redaction = redaction(layers, tree);
    this.problems = problems;
  }

  static Redaction redaction(DocumentLayers layers, Map<String, Object> tree) {
    return new Redaction(
        layers.substitutedPaths(), Redaction.secretsIn(tree, layers.substitutedPaths()));
  }

  /** Everything that is wrong, in the order of the lines; empty when it can be put in force. */
  public List<LocatedProblem> problems() {
    return problems;
  }

  /**
   * The document for an SDK that must not send anything; only what has no problems makes sense to
   * one. Named connections, which only a server could offer, lead nowhere.
   */
  public SdkDocument sdkDocument() {
    Map<String, Object> silent = SilentDocument.of(complete);
    try {
      return new ConnectionResolver().resolve(silent, StandInConnections.of(complete), true);
    } catch (ConfigRejectedException e) {
      return SdkDocument.of(silent);
    }
  }

  /** The document without its secrets; it cannot be changed. */
  public Map<String, Object> shown() {
    return redaction.tree(tree);
  }

  /** The document without its secrets as YAML; equal documents give equal texts. */
  public String yaml() {
    return YamlWriter.write(shown());
  }

  DocumentLayers layers() {
    return layers;
  }

  Map<String, Object> tree() {
    return tree;
  }

  Map<String, Object> complete() {
    return complete;
  }

  /** Returns the document with more that is wrong with it; what was known already counts once. */
  CandidateDocument with(Collection<ConfigProblem> more) {
    List<LocatedProblem> all = new ArrayList<>(problems);
    for (ConfigProblem problem : more) {
      LocatedProblem located = layers.locate(problem, redaction);
      if (all.stream().noneMatch(located::says)) {
        all.add(located);
      }
    }
    all.sort(Comparator.comparingInt(LocatedProblem::line).thenComparing(LocatedProblem::path));
    return new CandidateDocument(layers, tree, complete, Collections.unmodifiableList(all));
  }
}
