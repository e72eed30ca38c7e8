package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.DocumentNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Removes secrets of a document from text that may quote it. */
final class SecretMask {

  private static final String MASK = "***";
  private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");
  private static final Pattern SECRET_KEY =
      Pattern.compile("header|password|passwd|token|secret|credential|api_?key|authorization");

  private SecretMask() {}

  /** Replaces the user-info of every URL. */
  static String maskUserInfo(String text) {
    return USER_INFO.matcher(text).replaceAll(Matcher.quoteReplacement("://" + MASK + "@"));
  }

  /** Replaces every value below a key that holds secrets, and the user-info of every URL. */
  static String mask(String text, DocumentNode document) {
    return maskUserInfo(maskValues(text, document, false));
  }

  private static String maskValues(String text, DocumentNode node, boolean secret) {
    String masked = text;
    for (DocumentNode child : node.children()) {
      masked = maskValues(masked, child, secret || isSecret(child.path()));
    }
    for (DocumentNode item : node.items()) {
      masked = maskValues(masked, item, secret);
    }
    Object value = node.value();
    boolean leaf = value instanceof String && !((String) value).isEmpty();
    return secret && leaf ? masked.replace((String) value, MASK) : masked;
  }

  private static boolean isSecret(String path) {
    String key = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return SECRET_KEY.matcher(key).find();
  }
}
