package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lets an SDK prepare a document, then what is left of it without what the SDK refused, and so on:
 * an SDK may stop at the first thing it cannot build.
 */
final class DocumentTrial {

  private static final int MAX_ROUNDS = 20;

  private final Schema schema;
  private final SdkTarget sdk;
  private final ConnectionResolver connections = new ConnectionResolver();

  DocumentTrial(Schema schema, SdkTarget sdk) {
    this.schema = schema;
    this.sdk = sdk;
  }

  /** Returns what the SDK refuses of a document, by the paths in the document. */
  List<ConfigProblem> problems(CandidateDocument document) {
    List<ConfigProblem> known = known(document);
    List<ConfigProblem> found = new ArrayList<>();
    TreeRest rest = TreeRest.all(document.complete()).without(stillThere(document, known));
    for (int round = 0; round < MAX_ROUNDS && !rest.tree().isEmpty(); round++) {
      rest = sound(rest);
      List<ConfigProblem> refused = refused(rest);
      List<ConfigProblem> news = new ArrayList<>();
      for (ConfigProblem problem : refused) {
        String path = rest.before(problem.path());
        if (!holdsAny(path, known)) {
          news.add(new ConfigProblem(path, problem.line(), problem.message()));
        }
      }
      found.addAll(news);
      known.addAll(news);
      TreeRest next = rest.without(refused);
      if (next.tree().equals(rest.tree())) {
        return found;
      }
      rest = next;
    }
    return found;
  }

  /** What lost a part because of an earlier problem may fail for the lack of it. */
  private static boolean holdsAny(String path, List<ConfigProblem> known) {
    for (ConfigProblem problem : known) {
      String inner = problem.path();
      boolean below =
          inner.startsWith(path)
              && inner.length() > path.length()
              && (path.isEmpty() || ".[".indexOf(inner.charAt(path.length())) >= 0);
      if (below) {
        return true;
      }
    }
    return false;
  }

  private static List<ConfigProblem> known(CandidateDocument document) {
    List<ConfigProblem> known = new ArrayList<>();
    for (LocatedProblem problem : document.problems()) {
      known.add(new ConfigProblem(problem.path(), 0, ""));
    }
    return known;
  }

  /** Keys that nobody knows or honours are not in the tree any more; their parents are well. */
  private static List<ConfigProblem> stillThere(
      CandidateDocument document, List<ConfigProblem> known) {
    Set<String> present = new HashSet<>();
    Trees.walk(document.complete(), "", (path, node) -> present.add(path));
    List<ConfigProblem> there = new ArrayList<>();
    for (ConfigProblem problem : known) {
      if (present.contains(problem.path()) || !document.layers().isWritten(problem.path())) {
        there.add(problem);
      }
    }
    return there;
  }

  /** Takes out what lacks something now that something is gone. */
  private TreeRest sound(TreeRest rest) {
    TreeRest sound = rest;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      ConfigDocument document = ConfigDocument.empty().withRoot(sound.tree());
      Collection<ConfigProblem> lacking = SchemaCheck.check(schema, document, true).all();
      TreeRest next = sound.without(lacking);
      if (next.tree().equals(sound.tree())) {
        return sound;
      }
      sound = next;
    }
    return sound;
  }

  private List<ConfigProblem> refused(TreeRest rest) {
    try {
      OtherConnections named = StandInConnections.of(rest.tree());
      Map<String, Object> silent = SilentDocument.of(rest.tree());
      sdk.prepare(connections.resolve(silent, named, true)).discard();
      return Collections.emptyList();
    } catch (ConfigRejectedException e) {
      return e.problems();
    } catch (RuntimeException | LinkageError e) {
      // The message of what nobody has foreseen may quote anything.
      return Collections.singletonList(
          new ConfigProblem("", 0, "cannot be built: " + e.getClass().getSimpleName()));
    }
  }
}
