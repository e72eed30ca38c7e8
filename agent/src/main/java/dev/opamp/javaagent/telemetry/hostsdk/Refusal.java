package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Why an SDK cannot do what a document asks for. Collects reasons, so that all are told. */
final class Refusal {

  private final List<ConfigProblem> problems = new ArrayList<>();

  /** A single reason. */
  static ConfigRejectedException of(DocumentNode place, String reason) {
    return new ConfigRejectedException(new ConfigProblem(place.path(), 0, reason));
  }

  /** What a library threw, as a reason; its text never quotes more than the value it objects to. */
  static String reason(Throwable thrown) {
    if (thrown instanceof LinkageError) {
      String what = String.valueOf(thrown.getMessage()).replace('/', '.');
      return "this SDK does not have what it takes (" + what + ")";
    }
    String message = thrown.getMessage();
    return message == null ? TypeName.of(thrown) : message;
  }

  void add(DocumentNode place, String reason) {
    problems.add(new ConfigProblem(place.path(), 0, reason));
  }

  void addAll(Collection<ConfigProblem> more) {
    problems.addAll(more);
  }

  /** Refuses all keys of a place but some. */
  void unlessIn(DocumentNode place, String reason, String... known) {
    Set<String> allowed = new HashSet<>(Arrays.asList(known));
    for (DocumentNode child : place.children()) {
      String key = child.path().substring(place.path().isEmpty() ? 0 : place.path().length() + 1);
      if (!allowed.contains(key)) {
        add(child, reason);
      }
    }
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /**
   * @throws ConfigRejectedException with all reasons, if there are any
   */
  void check() throws ConfigRejectedException {
    if (!problems.isEmpty()) {
      throw new ConfigRejectedException(problems);
    }
  }
}
