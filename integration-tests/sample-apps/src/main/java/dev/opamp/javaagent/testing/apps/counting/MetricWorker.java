package dev.opamp.javaagent.testing.apps.counting;

/** Makes 500 recordings a second on the instruments that all workers share. */
final class MetricWorker implements Work {

  private final SyncMetrics sync;
  private final ObservedMetrics observed;
  private final String[] routes;
  private int turn;

  MetricWorker(SyncMetrics sync, ObservedMetrics observed, String... routes) {
    this.sync = sync;
    this.observed = observed;
    this.routes = routes;
  }

  @Override
  public void tick() {
    String route = routes[turn % routes.length];
    sync.record(route, turn);
    observed.change(route, turn);
    turn++;
  }

  /** Every gauge is set once more, in whatever generation is the last. */
  @Override
  public void finish() {
    for (int i = 0; i < routes.length; i++) {
      tick();
    }
  }

  @Override
  public void report(StringBuilder into) {}
}
