package dev.opamp.javaagent.telemetry;

import dev.opamp.javaagent.config.ConfigRejectedException;
import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.telemetry.reader.GenerationClock;
import io.opentelemetry.sdk.autoconfigure.declarativeconfig.DeclarativeComponents;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.common.internal.ScopeConfigurator;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.internal.MeterConfig;
import io.opentelemetry.sdk.resources.Resource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds one state of metrics from a section. It takes over the outlets of readers that did not
 * change, and the generation if nothing that the SDK fixes did, and collects every problem on the
 * way.
 */
final class MeterProviderAssembly {

  static final String CONFIGURATOR = "meter_configurator/development";

  private final DeclarativeComponents components;
  private final List<ReaderKind> kinds;
  private final PartAssembly assembly;

  /**
   * @param kinds the readers that a document can ask for
   */
  MeterProviderAssembly(
      DeclarativeComponents components, List<ReaderKind> kinds, RetireThread retirement) {
    this.components = components;
    this.kinds = kinds;
    this.assembly = new PartAssembly(retirement, Reuse.UNCHANGED_PARTS);
  }

  /**
   * Builds the state.
   *
   * @param before what may be taken over
   * @throws ConfigRejectedException with every problem; what was built is closed then
   */
  MetricsState build(MetricsState before, DocumentNode section, Resource resource)
      throws ConfigRejectedException {
    Map<String, Object> document = section.map();
    Map<String, Object> general = section.only("exemplar_filter");
    List<DocumentNode> readers = section.child("readers").items();
    List<Part<ReaderOutlet>> outlets = outlets(before, readers);
    List<ReaderPlan> plans = plans(readers, outlets);
    SdkMeterProviderBuilder builder = builder(section, general);
    DocumentNode configuration = section.child(CONFIGURATOR);
    ScopeConfigurator<MeterConfig> configurator =
        assembly.attempt(configuration, () -> components.meterConfigurator(configuration.value()));
    assembly.finish();
    if (configurator == null) {
      throw new IllegalStateException("assembly reported no problem for a missing part");
    }
    Object key = Arrays.asList(resource, general, section.child("views").value(), fixed(plans));
    return new MetricsState(
        document,
        outlets,
        plans,
        configurator,
        key.equals(before.generation.key)
            ? before.provider
            : provider(section, generation(key, builder.setResource(resource), plans)));
  }

  private static List<Part<MeterGeneration>> provider(
      DocumentNode section, MeterGeneration generation) {
    return Collections.singletonList(
        new Part<>(section, generation, null, generation::flush, generation::finished, () -> {}));
  }

  private List<Part<ReaderOutlet>> outlets(MetricsState before, List<DocumentNode> readers) {
    List<DocumentNode> nodes = new ArrayList<>();
    for (DocumentNode reader : readers) {
      ReaderKind kind = kindOf(reader);
      nodes.add(kind == null ? reader : kind.outletNode(reader));
    }
    return assembly.parts(before.outlets, nodes, this::outlet);
  }

  private Part<ReaderOutlet> outlet(DocumentNode node) {
    ReaderKind kind = kindOf(node);
    if (kind == null) {
      throw new IllegalArgumentException("is not a reader that this agent has");
    }
    return kind.outlet(node);
  }

  private @Nullable ReaderKind kindOf(DocumentNode reader) {
    for (ReaderKind kind : kinds) {
      if (reader.hasKey(kind.key())) {
        return kind;
      }
    }
    return null;
  }

  /** Returns none if an outlet is missing, as nothing can be built then. */
  private List<ReaderPlan> plans(List<DocumentNode> readers, List<Part<ReaderOutlet>> outlets) {
    List<ReaderPlan> plans = new ArrayList<>();
    for (int i = 0; outlets.size() == readers.size() && i < readers.size(); i++) {
      DocumentNode reader = readers.get(i);
      ReaderOutlet outlet = outlets.get(i).component;
      ReaderPlan plan = assembly.attempt(reader, () -> outlet.plan(reader));
      if (plan != null) {
        plans.add(plan);
      }
    }
    return Collections.unmodifiableList(plans);
  }

  private SdkMeterProviderBuilder builder(DocumentNode section, Map<String, Object> general) {
    SdkMeterProviderBuilder made =
        assembly.attempt(section, () -> components.meterProvider(general));
    SdkMeterProviderBuilder builder = made == null ? SdkMeterProvider.builder() : made;
    for (DocumentNode view : section.child("views").items()) {
      assembly.attempt(view, () -> view(view, builder));
    }
    return builder;
  }

  private DocumentNode view(DocumentNode view, SdkMeterProviderBuilder builder) {
    components.view(view.value(), builder);
    return view;
  }

  private static List<Object> fixed(List<ReaderPlan> plans) {
    List<Object> fixed = new ArrayList<>();
    plans.forEach(plan -> fixed.add(plan.fixed()));
    return fixed;
  }

  private static MeterGeneration generation(
      Object key, SdkMeterProviderBuilder builder, List<ReaderPlan> plans) {
    GenerationClock clock = new GenerationClock(Clock.getDefault());
    List<ReaderSlot> slots = new ArrayList<>();
    for (ReaderPlan plan : plans) {
      ReaderSlot slot = plan.open();
      slot.registerOn(builder);
      slots.add(slot);
    }
    return new MeterGeneration(key, builder.setClock(clock).build(), clock, slots);
  }
}
