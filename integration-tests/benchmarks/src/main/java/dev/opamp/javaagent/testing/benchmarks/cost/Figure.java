package dev.opamp.javaagent.testing.benchmarks.cost;

/** What is measured; a column of a table. */
enum Figure {
  WALL("wall ms", 0, Relation.RATIO),
  CPU("CPU ms", 0, Relation.RATIO),
  READY("ready s", 2, Relation.RATIO),
  READY_CPU("CPU to ready s", 2, Relation.RATIO),
  IDLE_CPU("CPU to idle s", 2, Relation.RATIO),
  RSS("RSS MiB", 0, Relation.ADDED),
  HEAP("live heap MiB", 1, Relation.ADDED),
  THREADS("threads", 0, Relation.ADDED),
  CLASSES("classes", 0, Relation.ADDED),
  REQUEST_CPU("CPU per request µs", 0, Relation.RATIO),
  IDLE_PERCENT("CPU, % of a core", 3, Relation.ADDED),
  WAKE_UPS("wake-ups a minute", 0, Relation.ADDED),
  AGENT_WAKE_UPS("of them by its threads", 0, Relation.NONE),
  OPAMP_BYTES("OpAMP bytes a minute", 0, Relation.NONE);

  /** How a value stands to that of another contender. */
  enum Relation {
    RATIO,
    ADDED,
    NONE;

    double of(double value, double base) {
      return switch (this) {
        case RATIO -> value / base;
        case ADDED -> value - base;
        case NONE -> value;
      };
    }
  }

  private final String header;
  private final int decimals;
  private final Relation relation;

  Figure(String header, int decimals, Relation relation) {
    this.header = header;
    this.decimals = decimals;
    this.relation = relation;
  }

  String header() {
    return header;
  }

  int decimals() {
    return decimals;
  }

  Relation relation() {
    return relation;
  }
}
