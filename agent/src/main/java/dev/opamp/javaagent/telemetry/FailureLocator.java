package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigProblem;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.ModelMismatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
    return found;
  }

  /** Returns the leaf whose value, or else whose key, a message speaks of. */
  private static DocumentNode mentioned(DocumentNode root, String message) {
    String text = message.toLowerCase(Locale.ROOT);
    DocumentNode byValue = null;
    DocumentNode byKey = null;
    for (DocumentNode node : descendants(root)) {
      Object value = node.value();
      if (value instanceof String
          && isSpecific((String) value)
          && message.contains((String) value)) {
        byValue = node;
      }
      if (text.contains(words(key(node), " ")) || text.contains(words(key(node), ""))) {
        byKey = longer(byKey, node);
      }
    }
    return byValue != null ? byValue : byKey != null ? byKey : root;
  }

  private static boolean isSpecific(String value) {
    return value.length() >= 3;
  }

  private static DocumentNode longer(@Nullable DocumentNode a, DocumentNode b) {
    return a == null || key(b).length() >= key(a).length() ? b : a;
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

  private static String words(String key, String separator) {
    return key.replace("_", separator).toLowerCase(Locale.ROOT);
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? "" : failure.getMessage();
  }

  private static String oneLine(String text) {
    String line = text.replaceAll("\\s+", " ");
    return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH);
  }
}
