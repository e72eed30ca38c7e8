package dev.opamp.javaagent.opamp;

import java.util.EnumSet;
import java.util.Set;

/**
 * Which parts of the report the server does not have yet.
 *
 * <p>A part is dirty until it is sent, then unconfirmed until any message of the server arrives; a
 * refused part waits for the next real change, so that nothing refused is repeated on its own.
 */
final class DirtyFields {

  private final EnumSet<ReportField> dirty = EnumSet.noneOf(ReportField.class);
  private final EnumSet<ReportField> unconfirmed = EnumSet.noneOf(ReportField.class);
  private final EnumSet<ReportField> refused = EnumSet.noneOf(ReportField.class);

  /** A part changed; what was refused goes along with it. */
  void changed(ReportField field) {
    dirty.add(field);
    dirty.addAll(refused);
    refused.clear();
  }

  /** The part could not be told to this server; it is due as soon as it can. */
  void withhold(ReportField field) {
    dirty.add(field);
  }

  void markAll() {
    dirty.addAll(EnumSet.allOf(ReportField.class));
    refused.clear();
  }

  Set<ReportField> dirty() {
    return EnumSet.copyOf(dirty);
  }

  void sent(Set<ReportField> fields) {
    dirty.removeAll(fields);
    unconfirmed.addAll(fields);
  }

  void confirm() {
    unconfirmed.clear();
  }

  void refuse() {
    refused.addAll(unconfirmed);
    unconfirmed.clear();
  }

  /** The connection was lost before the server said anything: all that was sent is due again. */
  void putBack() {
    dirty.addAll(unconfirmed);
    dirty.addAll(refused);
    unconfirmed.clear();
    refused.clear();
  }
}
