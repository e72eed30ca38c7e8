package dev.opamp.javaagent.testing.matrix;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row in a cell.
 *
 * @param path what a refusal names; null when the document is not refused
 * @param reason words that a refusal says
 * @param missing why the row cannot be in that cell; null when it can
 */
record Expected(@Nullable String path, String reason, @Nullable String missing) {

  static Expected applied() {
    return new Expected(null, "", null);
  }

  static Expected refused(String path, String reason) {
    return new Expected(path, reason, null);
  }

  static Expected missing(String why) {
    return new Expected(null, "", why);
  }
}
