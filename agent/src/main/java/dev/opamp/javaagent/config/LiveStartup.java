package dev.opamp.javaagent.config;

import dev.opamp.javaagent.log.AgentLogger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows the file of the start-up configuration: what it becomes is put in force below the offer
 * in force, in all targets or in none. Used on the apply thread only.
 */
final class LiveStartup {

  private static final AgentLogger LOGGER = AgentLogger.get(LiveStartup.class);

  private final @Nullable ConfigFileWatch watch;
  private final PipelineOptions options;
  private final ConfigPlanner planner;
  private final TargetGroup targets;

  /** What the file says, when that is sound and yet not in force. */
  private @Nullable StartupGeneration candidate;

  /** What the candidate made of the offer in force, when the targets did not take it. */
  private @Nullable SdkDocument refused;

  private @Nullable String problem;

  private LiveStartup(
      @Nullable ConfigFileWatch watch,
      @Nullable String problem,
      PipelineOptions options,
      ConfigPlanner planner,
      TargetGroup targets) {
    this.watch = watch;
    this.problem = problem;
    this.options = options;
    this.planner = planner;
    this.targets = targets;
  }

  static LiveStartup of(
      StartupDocument document,
      PipelineOptions options,
      ConfigPlanner planner,
      TargetGroup targets) {
    String file = document.fileName();
    if (file == null) {
      return new LiveStartup(null, null, options, planner, targets);
    }
    ConfigFileWatch watch =
        new ConfigFileWatch(file, document.revision(), System::currentTimeMillis);
    String error = document.error();
    return new LiveStartup(watch, error == null ? "" : error, options, planner, targets);
  }

  /** Why the file is not in force as it is, empty when it is; null when there is no file. */
  @Nullable String problem() {
    String inTarget = targets.startupProblem();
    return watch == null || "".equals(inTarget) || !"".equals(problem)
        ? problem
        : "the configuration file " + watch.name() + " is not in force: " + inTarget;
  }

  /** Whether there is a file to look at. */
  boolean hasFile() {
    return watch != null;
  }

  /** Takes up what has become of the file, and returns whether something else is in force now. */
  boolean follow() {
    StartupFile found = watch == null ? null : watch.look();
    if (found != null) {
      read(found);
    }
    // What was refused may be possible by now: with another offer, or with renewed credentials.
    return candidate != null && attempt(candidate);
  }

  /** Other targets may take what was refused. */
  void targetsChanged() {
    refused = null;
  }

  private void read(StartupFile found) {
    StartupDocument document = StartupDocument.of(found, options.lookups());
    refused = null;
    candidate = null;
    if (document.error() != null) {
      refuse(document.error());
      return;
    }
    document.warnings().forEach(warning -> LOGGER.warn("start-up configuration: " + warning));
    candidate = new StartupGeneration(document, options);
  }

  private boolean attempt(StartupGeneration next) {
    Redaction redaction = redactionOf(next);
    try {
      ConfigPlanner over = planner.over(next);
      ConfigPlan startup = over.startup(planner.connections());
      ConfigPlan plan = plan(over, startup);
      if (plan.effective().equals(refused)) {
        return false;
      }
      refused = plan.effective();
      redaction = plan.redaction();
      putInForce(startup, plan);
    } catch (ConfigRejectedException e) {
      refuse(reason(next, e.problems(), redaction));
      return false;
    }
    planner.use(next);
    candidate = null;
    refused = null;
    problem = "";
    LOGGER.info("the configuration file " + next.document().fileName() + " is in force anew");
    return true;
  }

  private ConfigPlan plan(ConfigPlanner over, ConfigPlan startup) throws ConfigRejectedException {
    List<ConfigProblem> refusals =
        new OtherConnectionCheck(over.restrictions()).refusals(planner.connections());
    if (!refusals.isEmpty()) {
      throw new ConfigRejectedException(refusals);
    }
    ConfigPlan now = targets.plan();
    return targets.isAtStartup() ? startup : over.plan(now.offer()).inPart(now.leftOut());
  }

  private void putInForce(ConfigPlan startup, ConfigPlan plan) throws ConfigRejectedException {
    if (targets.hasInForce(plan)) {
      targets.rest(startup, plan);
    } else {
      targets.reconnect(startup, plan);
    }
  }

  private String reason(StartupGeneration next, List<ConfigProblem> problems, Redaction redaction) {
    List<ConfigProblem> located = targets.isAtStartup() ? located(next, problems) : problems;
    String text = targets.redaction().text(StatusMessage.of(located, redaction));
    return "the configuration file "
        + next.document().fileName()
        + " is not used"
        + (targets.isAtStartup() ? ": " : " below the remote configuration: ")
        + text;
  }

  /** Targets know paths and no lines. */
  private static List<ConfigProblem> located(StartupGeneration next, List<ConfigProblem> problems) {
    ConfigDocument document = next.document().document();
    List<ConfigProblem> located = new ArrayList<>();
    for (ConfigProblem each : problems) {
      located.add(each.line() > 0 ? each : document.problem(each.path(), each.message()));
    }
    return located;
  }

  private void refuse(String reason) {
    if (!reason.equals(problem)) {
      LOGGER.warn(reason + "; what was in force stays in force");
    }
    problem = reason;
  }

  private static Redaction redactionOf(StartupGeneration next) {
    StartupDocument document = next.document();
    return ConfigPlan.startup(document, SdkDocument.of(document.root()), AgentTuning.NONE)
        .redaction();
  }
}
