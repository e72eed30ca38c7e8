package dev.opamp.javaagent.telemetry.hostsdk;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import io.opentelemetry.sdk.logs.ReadWriteLogRecord;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands where the application's log record processors stood, from the first offer that asks for
 * others or that has records dropped. Processors that only add to records go on.
 */
final class SwitchableLogRecordProcessor implements LogRecordProcessor {

  private final LogRecordProcessor own;
  private final List<LogRecordProcessor> kept = new ArrayList<>();
  private volatile @Nullable LogRecordProcessor offered;
  private volatile LogRecordProcessor active;
  private volatile @Nullable ScopeRules<LogRule> rules;

  SwitchableLogRecordProcessor(LogRecordProcessor own) {
    this.own = own;
    this.active = own;
    for (Object each : OwnPipelines.members(own, "logRecordProcessors")) {
      if (!OwnPipelines.exports(
          each, o -> o instanceof LogRecordExporter || o instanceof LogRecordProcessor)) {
        kept.add((LogRecordProcessor) each);
      }
    }
  }

  LogRecordProcessor own() {
    return own;
  }

  /** Those of the application that go on. */
  List<LogRecordProcessor> kept() {
    return kept;
  }

  /** Puts processors in force, null for the application's own. */
  void use(@Nullable LogRecordProcessor exporting) {
    offered = exporting;
    if (exporting == null) {
      active = own;
      return;
    }
    List<LogRecordProcessor> all = new ArrayList<>(kept);
    all.add(exporting);
    active = LogRecordProcessor.composite(all);
  }

  /** Has records dropped, null for none. */
  void filter(@Nullable ScopeRules<LogRule> next) {
    rules = next;
  }

  /** Whether the application's processors could stand here themselves. */
  boolean isTransparent() {
    return offered == null && rules == null;
  }

  @Override
  public void onEmit(Context context, ReadWriteLogRecord record) {
    ScopeRules<LogRule> filter = rules;
    if (filter == null || passes(filter, record.toLogRecordData())) {
      active.onEmit(context, record);
    }
  }

  private static boolean passes(ScopeRules<LogRule> filter, LogRecordData record) {
    LogRule rule = filter.of(record.getInstrumentationScopeInfo().getName());
    return rule == null || rule.lets(record);
  }

  @Override
  public CompletableResultCode shutdown() {
    LogRecordProcessor more = offered;
    return more == null
        ? own.shutdown()
        : CompletableResultCode.ofAll(Arrays.asList(more.shutdown(), own.shutdown()));
  }

  @Override
  public CompletableResultCode forceFlush() {
    LogRecordProcessor more = offered;
    return more == null
        ? own.forceFlush()
        : CompletableResultCode.ofAll(Arrays.asList(more.forceFlush(), own.forceFlush()));
  }

  @Override
  public String toString() {
    return active.toString();
  }
}
