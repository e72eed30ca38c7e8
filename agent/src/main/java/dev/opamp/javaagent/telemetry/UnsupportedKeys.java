package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the keys that the SDK would accept and then ignore, or that this agent must not honour. */
final class UnsupportedKeys {

  private static final Set<String> TOP_LEVEL =
      new HashSet<>(
          Arrays.asList(
              "file_format",
              "disabled",
              "log_level",
              "attribute_limits",
              "resource",
              "propagator",
              "tracer_provider",
              "meter_provider",
              "logger_provider"));

  private final List<ConfigProblem> problems = new ArrayList<>();

  private UnsupportedKeys() {}

  /**
   * @throws ConfigRejectedException naming every such key
   */
  static void refuse(DocumentNode root) throws ConfigRejectedException {
    UnsupportedKeys check = new UnsupportedKeys();
    for (DocumentNode section : root.children()) {
      if (!TOP_LEVEL.contains(section.path()) && !isEmpty(section)) {
        check.problem(section, "nothing in this SDK honours this key");
      }
    }
    Set<Object> addresses = new HashSet<>();
    for (DocumentNode reader : root.child("meter_provider").child("readers").items()) {
      check.reader(reader);
      check.address(reader, addresses);
    }
    check.encodings(root);
    if (!check.problems.isEmpty()) {
      throw new ConfigRejectedException(check.problems);
    }
  }

  private void reader(DocumentNode reader) {
    for (DocumentNode kind : reader.children()) {
      DocumentNode producers = kind.child("producers");
      if (!isEmpty(producers)) {
        problem(producers, "metric producers are not available in this agent");
      }
    }
    for (DocumentNode exporter : reader.child(PullReaders.KEY).child("exporter").children()) {
      if (!exporter.path().equals(PullReaders.exporter(reader).path())) {
        problem(exporter, "is not available in this agent");
      }
    }
  }

  private void address(DocumentNode reader, Set<Object> taken) {
    if (reader.hasKey(PullReaders.KEY) && !taken.add(PullReaders.address(reader))) {
      problem(PullReaders.exporter(reader), "another reader has the same address");
    }
  }

  /** The exporters of this SDK write Protobuf only and do not look at the key. */
  private void encodings(DocumentNode node) {
    onlyDefault(node.child("otlp_http").child("encoding"), "protobuf");
    node.children().forEach(this::encodings);
    node.items().forEach(this::encodings);
  }

  private void onlyDefault(DocumentNode node, String supported) {
    if (node.isPresent() && !node.sameValue(supported)) {
      problem(node, "only " + supported + " is supported here");
    }
  }

  private void problem(DocumentNode node, String reason) {
    problems.add(new ConfigProblem(node.path(), 0, reason));
  }

  private static boolean isEmpty(DocumentNode node) {
    Object value = node.value();
    return value == null
        || (value instanceof Map && ((Map<?, ?>) value).isEmpty())
        || (value instanceof List && ((List<?>) value).isEmpty());
  }
}
