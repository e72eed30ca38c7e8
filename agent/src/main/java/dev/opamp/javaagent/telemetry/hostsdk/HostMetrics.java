package dev.opamp.javaagent.telemetry.hostsdk;

import dev.opamp.javaagent.config.DocumentNode;
import dev.opamp.javaagent.config.PreparedChange;
import dev.opamp.javaagent.config.SwapKind;
import io.opentelemetry.sdk.metrics.data.MetricData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Metrics of an SDK that the application has built: its periodic readers. */
final class HostMetrics implements HostSignal {

  private static final String CONFIGURATOR = "meter_configurator/development";

  private final List<HostReader> readers;

  /** Whether there are readers that go on whatever becomes of the periodic ones. */
  private final boolean others;

  private final @Nullable Slot<List<ReaderPlan>> plans;
  private final @Nullable Slot<Predicate<MetricData>> views;
  private final @Nullable Slot<ScopeRules<Boolean>> scopes;
  private @Nullable Predicate<MetricData> viewFilter;
  private @Nullable ScopeRules<Boolean> scopeFilter;

  /**
   * @param readers of the SDK, of all kinds
   */
  HostMetrics(List<Object> readers, Retirement retirement) {
    this.readers = periodic(readers);
    this.others = this.readers.size() < readers.size();
    if (this.readers.isEmpty()) {
      this.plans = null;
      this.views = null;
      this.scopes = null;
      return;
    }
    ReaderPlans builder = new ReaderPlans(this.readers);
    this.plans = new Slot<>(SwapKind.PART, retirement, builder::piece, this::export);
    this.views =
        new Slot<>(
            SwapKind.PARAMETER,
            retirement,
            MetricDrops::piece,
            filter -> {
              viewFilter = filter;
              filter();
            });
    this.scopes =
        new Slot<>(
            SwapKind.PARAMETER,
            retirement,
            place -> ScopeRules.piece(place, "meters", ScopeRules::enabled),
            rules -> {
              scopeFilter = rules;
              filter();
            });
  }

  private static List<HostReader> periodic(List<Object> readers) {
    List<HostReader> periodic = new ArrayList<>();
    for (Object reader : readers) {
      HostReader found = HostReader.of(reader);
      if (found != null) {
        periodic.add(found);
      }
    }
    return periodic;
  }

  /**
   * Keeps something in memory for as long as the readers, for SDKs of which nothing else is known.
   */
  void anchor(Object anchored) {
    for (HostReader reader : readers) {
      reader.exporter().anchor(anchored);
    }
    install();
  }

  @Override
  public void release() {
    for (HostReader reader : readers) {
      reader.exporter().anchor(null);
    }
    install();
  }

  private void export(@Nullable List<ReaderPlan> offered) {
    for (int i = 0; i < readers.size(); i++) {
      ReaderPlan plan = offered == null ? null : offered.get(i);
      readers.get(i).exporter().use(plan);
      readers.get(i).every(plan == null ? 0 : plan.intervalNanos());
    }
    install();
  }

  private void filter() {
    Predicate<MetricData> drops = viewFilter;
    ScopeRules<Boolean> rules = scopeFilter;
    Predicate<MetricData> both =
        metric ->
            (drops == null || drops.test(metric))
                && (rules == null
                    || !Boolean.FALSE.equals(
                        rules.of(metric.getInstrumentationScopeInfo().getName())));
    for (HostReader reader : readers) {
      reader.exporter().filter(drops == null && rules == null ? null : both);
    }
    install();
  }

  private void install() {
    for (HostReader reader : readers) {
      reader.install(reader.exporter().isInUse());
    }
  }

  private @Nullable Piece<List<ReaderPlan>> inForcePlans() {
    return plans == null ? null : plans.inForce();
  }

  @Override
  public String section() {
    return "meter_provider";
  }

  @Override
  public String name() {
    return "metrics";
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
        "readers",
        "views",
        CONFIGURATOR);
    boolean nothingExported = off || asked.child("readers").sameValue(Collections.emptyList());
    if (others && (nothingExported || asked.hasKey("views") || asked.hasKey(CONFIGURATOR))) {
      refusal.add(
          asked, "the application's SDK has a metric reader that is not periodic: it goes on");
      return;
    }
    Preparation slots = new Preparation(asked, anew, changes, refusal);
    String nothing = "the application's SDK has no periodic metric reader";
    slots.pipelines("readers", off, plans, nothing);
    DocumentNode asksViews = asked.child("views");
    boolean noViews = asksViews.sameValue(Collections.emptyList());
    slots.at(asked.hasKey("views") && !noViews ? asksViews : null, views, nothing);
    slots.key(CONFIGURATOR, scopes, nothing);
  }

  @Override
  public Map<String, Object> inForce() {
    Map<String, Object> section = new LinkedHashMap<>();
    section.put("readers", PipelineDescription.readers(readers, inForcePlans()));
    PipelineDescription.rules(section, "views", views);
    PipelineDescription.rules(section, CONFIGURATOR, scopes);
    return section;
  }

  @Override
  public List<Closing> built() {
    Piece<List<ReaderPlan>> piece = inForcePlans();
    return piece == null ? new ArrayList<>() : Collections.singletonList(piece.closing());
  }
}
