package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.sdk.logs.LogLimits;
import io.opentelemetry.sdk.logs.LogRecordProcessor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Logs of an SDK that the application has built: what its loggers share. */
final class HostLogs implements HostSignal {

  private static final String CONFIGURATOR = "logger_configurator/development";

  private final Object sharedState;
  private final ClassLoader loader;
  private final @Nullable SdkField processorField;
  private final @Nullable LiveLimits<LogLimits> limits;
  private final @Nullable Slot<LogLimits> limitsSlot;
  private final @Nullable Slot<LogRecordProcessor> processors;
  private final @Nullable Slot<ScopeRules<LogRule>> scopes;

  /**
   * @param sharedState the SDK's {@code LoggerSharedState}
   * @param anchored is to live as long as the SDK
   */
  HostLogs(Object sharedState, Retirement retirement, Object anchored) {
    this.sharedState = sharedState;
    this.loader = sharedState.getClass().getClassLoader();
    this.processorField = SdkField.find(sharedState, "logRecordProcessor");
    this.limits = LiveLimits.in(SdkField.find(sharedState, "logLimitsSupplier"), anchored);
    this.limitsSlot =
        limits == null
            ? null
            : new Slot<>(SwapKind.PARAMETER, retirement, Limits::ofLogRecords, limits::use);
    Object own = processorField == null ? null : processorField.get();
    if (processorField == null || !(own instanceof LogRecordProcessor) || TypeName.isNoop(own)) {
      this.processors = null;
      this.scopes = null;
      return;
    }
    SwitchableLogRecordProcessor switchable =
        new SwitchableLogRecordProcessor((LogRecordProcessor) own);
    Runnable install = () -> processorField.set(switchable.isTransparent() ? own : switchable);
    this.processors =
        new Slot<>(
            SwapKind.PART,
            retirement,
            place -> ContextClassLoader.with(loader, () -> LogRecordPipelines.piece(place)),
            offered -> {
              switchable.use(offered);
              install.run();
            });
    this.scopes =
        new Slot<>(
            SwapKind.PARAMETER,
            retirement,
            place -> ScopeRules.piece(place, "loggers", LogRule::read),
            rules -> {
              switchable.filter(rules);
              install.run();
            });
  }

  /** Whether the application has shut it down. */
  boolean isShutdown() {
    return SdkField.read(sharedState, "shutdownResult") != null;
  }

  @Override
  public String section() {
    return "logger_provider";
  }

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public void prepare(
      DocumentNode asked,
      DocumentNode root,
      boolean off,
      boolean anew,
      List<PreparedChange> changes,
      Refusal refusal) {
    refusal.unlessIn(
        asked,
        "cannot be changed in an SDK that the application has built",
        "limits",
        "processors",
        CONFIGURATOR);
    Preparation slots = new Preparation(asked, anew, changes, refusal);
    String nothing = "the application's SDK has no log record processors";
    slots.at(AskedLimits.of(asked, root), limitsSlot, nothing);
    slots.pipelines("processors", off, processors, nothing);
    slots.key(CONFIGURATOR, scopes, nothing);
  }

  @Override
  public Map<String, Object> inForce() {
    Map<String, Object> section = new LinkedHashMap<>();
    if (processorField != null) {
      section.put(
          "processors",
          PipelineDescription.processors(processors, processorField.get(), "logRecordProcessors"));
    }
    if (limits != null) {
      section.put("limits", Limits.describe(limits.get()));
    }
    PipelineDescription.rules(section, CONFIGURATOR, scopes);
    return section;
  }

  @Override
  public List<Closing> built() {
    Piece<LogRecordProcessor> piece = processors == null ? null : processors.inForce();
    return piece == null ? new ArrayList<>() : Collections.singletonList(piece.closing());
  }

  /** Puts the limits behind a delegate, which keeps the agent's side of the SDK in memory. */
  void install() {
    if (limits != null) {
      limits.install();
    }
  }

  @Override
  public void release() {
    if (limits != null) {
      limits.release();
    }
  }
}
