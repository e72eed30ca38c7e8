package dev.opamp.javaagent.testing.interop;

import java.util.ArrayList;
import java.util.List;

/** One way to connect. */
record Cell(String scheme, boolean compression) {

  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (String scheme : List.of("ws", "wss", "http", "https")) {
      cells.add(new Cell(scheme, false));
      cells.add(new Cell(scheme, true));
    }
    return cells;
  }

  static List<Cell> encrypted() {
    return all().stream().filter(Cell::isEncrypted).toList();
  }

  boolean isWebSocket() {
    return scheme.startsWith("ws");
  }

  boolean isEncrypted() {
    return scheme.equals("wss") || scheme.equals("https");
  }

  @Override
  public String toString() {
    return scheme + (compression ? " with compression" : "");
  }
}
