package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;
import java.util.Map;

/** One kind of telemetry: its live components and how a document changes them. */
interface Signal {

  /** The key of the document's section, which is also the key in effective documents. */
  String section();

  /** The name under which counts are reported. */
  String name();

  /**
   * Builds the next state.
   *
   * @param section absent switches the signal off
   * @param general the document's {@code attribute_limits}
   * @param reuse what of the state in force stays
   */
  PreparedChange prepare(DocumentNode section, DocumentNode general, Resource resource, Reuse reuse)
      throws ConfigRejectedException;

  /** Returns the section in force; empty when the signal is off. */
  Map<String, Object> inForce();

  /** Returns the parts in force. */
  List<Part<?>> parts();

  /** Delivers what parts that were replaced have yet to deliver, without the grace they have. */
  default CompletableResultCode flushReplaced() {
    return CompletableResultCode.ofSuccess();
  }

  Map<String, Object> stats();

  /** Stops recording; the parts that were in force are the caller's to close. */
  void switchOff();
}
