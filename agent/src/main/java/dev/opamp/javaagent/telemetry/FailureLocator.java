package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigProblem;
import dev.opamp.javaagent.config.DocumentNode;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.ModelMismatchException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the key that made a part fail to build. The SDK's factories name components, settings or
 * values in their messages, not paths; within the sub-document of one part that is enough.
 */
final class FailureLocator {

  private static final Pattern COMPONENT = Pattern.compile("with name \"([^\"]+)\"");
  private static final int MAX_LENGTH = 300;

  private FailureLocator() {}

  static ConfigProblem problem(DocumentNode part, Throwable failure) {
    if (failure instanceof ModelMismatchException) {
      String inner = ((ModelMismatchException) failure).path();
      String dot = part.path().isEmpty() || inner.isEmpty() || inner.startsWith("[") ? "" : ".";
      return new ConfigProblem(part.path() + dot + inner, 0, message(failure));
    }
    DocumentNode place = part;
    String reason = failure.getClass().getSimpleName();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      String text = message(t);
      Matcher component = COMPONENT.matcher(text);
      if (component.find()) {
        place = deepest(place, component.group(1));
        reason = "is not available in this agent";
      } else if (!text.isEmpty() && !text.startsWith("Unexpected configuration error")) {
        place = mentioned(place, text);
        reason = text;
        break;
      }
    }
    return new ConfigProblem(place.path(), 0, oneLine(SecretMask.mask(reason, part)));
  }

  /** Returns the deepest node with that key, the component nearest to the failure. */
  private static DocumentNode deepest(DocumentNode root, String key) {
    DocumentNode found = root;
    for (DocumentNode node : descendants(root)) {
      if (key(node).equals(key) && node.path().length() >= found.path().length()) {
        found = node;
      }
    }
    return found == root ? listing(root, key) : found;
  }

  /** Returns the setting that is a list of names in one text, and has this one. */
  private static DocumentNode listing(DocumentNode root, String name) {
    for (DocumentNode node : descendants(root)) {
      if (node.value() instanceof String
          && Arrays.asList(((String) node.value()).split("\\s*,\\s*", -1)).contains(name)) {
        return node;
      }
    }
    return root;
  }

  /** Returns the setting whose value, or else whose name, a message speaks of. */
  private static DocumentNode mentioned(DocumentNode root, String message) {
    Predicate<DocumentNode> isComponent = node -> node.value() instanceof Map;
    DocumentNode setting = best(root, isComponent.negate(), message);
    return setting == root ? best(root, isComponent, message) : setting;
  }

  private static DocumentNode best(
      DocumentNode root, Predicate<DocumentNode> candidate, String message) {
    DocumentNode found = root;
    int best = 0;
    for (DocumentNode node : descendants(root)) {
      int score = node.isPresent() && candidate.test(node) ? score(node, message) : 0;
      if (score > best) {
        found = node;
        best = score;
      }
    }
    return found;
  }

  /**
   * Values of some length are quoted rarely by chance. Names appear in the messages of builders in
   * other forms ({@code maxNumberOfEvents} for {@code event_count_limit}), so their words count.
   */
  private static int score(DocumentNode node, String message) {
    String value = String.valueOf(node.value());
    if (value.length() >= 3 && message.contains(value)) {
      return Integer.MAX_VALUE;
    }
    // The library speaks of the object that it makes of a ca_file.
    String text = message.toLowerCase(Locale.ROOT).replace("x509trustmanager", "ca file");
    int matched = 0;
    int missed = 0;
    for (String word : key(node).split("_", -1)) {
      if (text.contains(word)) {
        matched++;
      } else {
        missed++;
      }
    }
    return matched == 0 ? 0 : 100 * matched - missed;
  }

  private static List<DocumentNode> descendants(DocumentNode root) {
    List<DocumentNode> all = new ArrayList<>();
    for (DocumentNode child : root.children()) {
      all.add(child);
      all.addAll(descendants(child));
    }
    for (DocumentNode item : root.items()) {
      all.addAll(descendants(item));
    }
    return all;
  }

  private static String key(DocumentNode node) {
    return node.path().substring(node.path().lastIndexOf('.') + 1);
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? "" : failure.getMessage();
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH);
  }
}
