package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SpanLimits;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Traces of an SDK that the application has built: what its tracers share. */
final class HostTraces implements HostSignal {

  private static final String CONFIGURATOR = "tracer_configurator/development";

  private final Object sharedState;
  private final ClassLoader loader;
  private final @Nullable SdkField samplerField;
  private final @Nullable SdkField processorField;
  private final @Nullable LiveLimits<SpanLimits> limits;
  private final @Nullable Slot<Sampler> sampler;
  private final @Nullable Slot<SpanLimits> limitsSlot;
  private final @Nullable Slot<SpanProcessor> processors;
  private final @Nullable Slot<ScopeRules<Boolean>> scopes;
  private final String withoutScopes;

  /**
   * @param sharedState the SDK's {@code TracerSharedState}
   * @param provider its {@code SdkTracerProvider}, null when only its tracers were found
   * @param anchored is to live as long as the SDK
   */
  HostTraces(
      Object sharedState, @Nullable Object provider, Retirement retirement, Object anchored) {
    this.sharedState = sharedState;
    this.loader = sharedState.getClass().getClassLoader();
    this.samplerField = SdkField.find(sharedState, "sampler");
    this.processorField = SdkField.find(sharedState, "activeSpanProcessor");
    this.limits = LiveLimits.in(SdkField.find(sharedState, "spanLimitsSupplier"), anchored);
    this.sampler = samplerField == null ? null : samplerSlot(samplerField, retirement);
    this.limitsSlot = limits == null ? null : limitsSlot(limits, retirement);
    this.processors = processorField == null ? null : processorSlot(processorField, retirement);
    this.withoutScopes =
        provider == null
            ? "the SDK was found late and is not registered globally: only its tracers are known"
            : "needs SDK 1.47 or newer";
    TracerSwitch tracers = TracerSwitch.of(provider);
    this.scopes = tracers == null ? null : scopeSlot(tracers, retirement);
  }

  private static Slot<Sampler> samplerSlot(SdkField field, Retirement retirement) {
    Object own = field.get();
    return new Slot<>(
        SwapKind.PARAMETER,
        retirement,
        Samplers::piece,
        sampler -> field.set(sampler == null ? own : sampler));
  }

  private static Slot<SpanLimits> limitsSlot(LiveLimits<SpanLimits> live, Retirement retirement) {
    return new Slot<>(SwapKind.PARAMETER, retirement, Limits::ofSpans, live::use);
  }

  private @Nullable Slot<SpanProcessor> processorSlot(SdkField field, Retirement retirement) {
    Object own = field.get();
    if (!(own instanceof SpanProcessor) || isNoop(own)) {
      return null;
    }
    SwitchableSpanProcessor switchable = SwitchableSpanProcessor.of((SpanProcessor) own);
    return new Slot<>(
        SwapKind.PART,
        retirement,
        place -> ContextClassLoader.with(loader, () -> SpanPipelines.piece(place)),
        offered -> {
          switchable.use(offered);
          field.set(offered == null ? own : switchable);
        });
  }

  private static boolean isNoop(Object processor) {
    return TypeName.isNoop(processor);
  }

  private static Slot<ScopeRules<Boolean>> scopeSlot(TracerSwitch tracers, Retirement retirement) {
    return new Slot<>(
        SwapKind.PARAMETER,
        retirement,
        place -> ScopeRules.piece(place, "tracers", ScopeRules::enabled),
        tracers::use);
  }

  @Override
  public String section() {
    return "tracer_provider";
  }

  @Override
  public String name() {
    return "traces";
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
        "sampler",
        "limits",
        "processors",
        CONFIGURATOR);
    Preparation slots = new Preparation(asked, anew, changes, refusal);
    String unknown = "this SDK keeps it where the agent does not find it";
    slots.key("sampler", sampler, unknown);
    slots.at(AskedLimits.of(asked, root), limitsSlot, unknown);
    slots.pipelines("processors", off, processors, "the application's SDK has no span processors");
    slots.key(CONFIGURATOR, scopes, withoutScopes);
  }

  @Override
  public Map<String, Object> inForce() {
    Map<String, Object> section = new LinkedHashMap<>();
    if (processorField != null) {
      section.put(
          "processors",
          PipelineDescription.processors(processors, processorField.get(), "spanProcessorsAll"));
    }
    if (limits != null) {
      section.put("limits", Limits.describe(limits.get()));
    }
    if (samplerField != null) {
      section.put("sampler", Samplers.describe(samplerField.get()));
    }
    PipelineDescription.rules(section, CONFIGURATOR, scopes);
    return section;
  }

  @Override
  public List<Closing> built() {
    Piece<SpanProcessor> piece = processors == null ? null : processors.inForce();
    return piece == null ? new ArrayList<>() : Collections.singletonList(piece.closing());
  }

  /** Whether the application has shut its SDK down. */
  boolean isShutdown() {
    return SdkField.read(sharedState, "shutdownResult") != null;
  }

  /** The Resource of the SDK. */
  @Nullable Resource resource() {
    return SdkResource.of(sharedState);
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
