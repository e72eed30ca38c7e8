package dev.opamp.javaagent.testing.benchmarks.cost;

import java.util.List;

/** What the JVM does. */
enum Scenario {
  TRIVIAL("A trivial `main`"),
  START("The start of a Spring Boot web application"),
  WEB("A Spring Boot web application"),
  IDLE("An application that waits");

  private final String title;

  Scenario(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** What is measured, the most telling first. */
  List<Figure> figures() {
    return switch (this) {
      case TRIVIAL -> List.of(Figure.WALL, Figure.CPU);
      case START -> List.of(Figure.READY, Figure.READY_CPU);
      case WEB ->
          List.of(
              Figure.READY,
              Figure.READY_CPU,
              Figure.IDLE_CPU,
              Figure.RSS,
              Figure.HEAP,
              Figure.THREADS,
              Figure.CLASSES,
              Figure.REQUEST_CPU);
      case IDLE ->
          List.of(
              Figure.IDLE_PERCENT,
              Figure.WAKE_UPS,
              Figure.AGENT_WAKE_UPS,
              Figure.OPAMP_BYTES,
              Figure.RSS,
              Figure.HEAP,
              Figure.THREADS,
              Figure.CLASSES);
    };
  }

  /** What is compared in it. */
  List<Contender> contenders() {
    return switch (this) {
      case TRIVIAL -> Contender.shortLived();
      case START -> Contender.light();
      case WEB -> Contender.starting();
      case IDLE -> Contender.waiting();
    };
  }
}
