package dev.opamp.javaagent.testing.suites.soak;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one instrument amounts to for one set of attributes: over all streams, the last cumulative
 * value of each, or the sum of its deltas.
 */
final class StreamTotals {

  /**
   * @param identity of the stream beside attributes and start: its name and Resource
   */
  private record Key(String identity, long start, boolean delta) {}

  private static final class Stream {
    long firstTime = Long.MAX_VALUE;
    long lastTime;
    long value;
    long count;
    int points;
  }

  private final Map<Key, Stream> streams = new HashMap<>();

  void add(String identity, Point point) {
    Key key = new Key(identity, point.start(), point.delta());
    Stream stream = streams.computeIfAbsent(key, k -> new Stream());
    stream.points++;
    if (point.delta()) {
      stream.value += point.value();
      stream.count += point.count();
    } else if (point.time() >= stream.lastTime) {
      stream.value = point.value();
      stream.count = point.count();
    }
    stream.firstTime = Math.min(stream.firstTime, point.time());
    stream.lastTime = Math.max(stream.lastTime, point.time());
  }

  long value() {
    return streams.values().stream().mapToLong(stream -> stream.value).sum();
  }

  long count() {
    return streams.values().stream().mapToLong(stream -> stream.count).sum();
  }

  /** The latest end of a point by the start of its stream, whatever stream that is. */
  Map<Long, Long> endsByStart() {
    Map<Long, Long> ends = new TreeMap<>();
    streams.forEach((key, stream) -> ends.merge(key.start, stream.lastTime, Math::max));
    return ends;
  }

  /** Each stream on a line, in order of the start. */
  String describe() {
    StringBuilder text = new StringBuilder();
    streams.entrySet().stream()
        .sorted(Comparator.comparingLong(e -> e.getKey().start))
        .forEach(
            e ->
                text.append("      start ")
                    .append(Times.text(e.getKey().start))
                    .append(" first ")
                    .append(Times.text(e.getValue().firstTime))
                    .append(" last ")
                    .append(Times.text(e.getValue().lastTime))
                    .append(e.getKey().delta ? " delta " : " cumulative ")
                    .append(e.getValue().value)
                    .append(" count ")
                    .append(e.getValue().count)
                    .append(" points ")
                    .append(e.getValue().points)
                    .append(' ')
                    .append(e.getKey().identity)
                    .append('\n'));
    return text.toString();
  }
}
