package dev.opamp.javaagent.config;

import dev.opamp.javaagent.concurrent.ManualScheduler;
import dev.opamp.javaagent.opamp.ConfigFile;
import dev.opamp.javaagent.opamp.RemoteConfigOffer;
import dev.opamp.javaagent.opamp.RemoteConfigStatusSnapshot;
import dev.opamp.javaagent.settings.HostPatterns;
import dev.opamp.javaagent.settings.Power;
import dev.opamp.javaagent.settings.RemoteConfigSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A pipeline with everything around it under the test's control. */
final class PipelineFixture {

  static final String RATIO = "tracer_provider: {sampler: {trace_id_ratio_based: {ratio: %s}}}";

  final ManualScheduler scheduler = new ManualScheduler();
  final RecordingReporter reporter = new RecordingReporter();
  final RecordingTarget target = new RecordingTarget("own");
  final List<String> levels = new ArrayList<>();
  final List<@Nullable Duration> intervals = new ArrayList<>();
  final List<RemoteConfigStatusSnapshot> outcomes = new ArrayList<>();
  final List<RemoteConfigStatusSnapshot> standings = new ArrayList<>();
  final Map<String, String> environment = new HashMap<>();
  FakeConfigStore store = new FakeConfigStore();
  boolean enabled = true;
  boolean partial;
  boolean startupLogLevel = true;
  Duration gap = Duration.ZERO;
  @Nullable HostPatterns destinations;
  Set<Power> powers = Set.of();
  ConfigPipeline pipeline;

  PipelineFixture start() {
    Lookups lookups = Documents.lookups(environment);
    PipelineOptions options =
        new PipelineOptions(
            lookups,
            new RemoteConfigSettings(enabled, partial, destinations, powers),
            "opamp.example.com",
            gap);
    pipeline =
        new ConfigPipeline(
            StartupDocument.load(lookups),
            startupLogLevel ? options : options.withoutStartupLogLevel(),
            new PipelinePorts(reporter, scheduler, scheduler, store, levels::add, new Outcomes())
                .withPollInterval(intervals::add));
    pipeline.addTarget(target);
    pipeline.start();
    scheduler.runAll();
    return this;
  }

  static RemoteConfigOffer offer(String hash, ConfigFile... files) {
    return new RemoteConfigOffer(hash.getBytes(StandardCharsets.ISO_8859_1), List.of(files));
  }

  static RemoteConfigOffer offer(String hash, String body) {
    return offer(hash, Documents.file("", body));
  }

  static String ratio(double ratio) {
    return RATIO.formatted(ratio);
  }

  RemoteConfigStatusSnapshot push(RemoteConfigOffer offer) {
    pipeline.offer(offer);
    scheduler.runAll();
    return reporter.lastStatus();
  }

  RemoteConfigStatusSnapshot push(String hash, String body) {
    return push(offer(hash, body));
  }

  Object sampler() {
    return Trees.mapAt(target.inForce().tree(), "tracer_provider").get("sampler");
  }

  /** What was exchanged for each offer. */
  final List<List<ChangeStep>> exchanged = new CopyOnWriteArrayList<>();

  /** How long each offer took. */
  final List<Duration> times = new ArrayList<>();

  private final class Outcomes implements ApplyListener {
    @Override
    public void onOutcome(RemoteConfigStatusSnapshot status, List<ChangeStep> steps, long nanos) {
      outcomes.add(status);
      exchanged.add(steps);
      times.add(Duration.ofNanos(nanos));
    }

    @Override
    public void onStanding(RemoteConfigStatusSnapshot status) {
      standings.add(status);
    }
  }
}
