package dev.opamp.javaagent.telemetry;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The points of one metric that receivers got, in the order in which they got them. */
final class MetricPoints {

  private static final int DELTA = 1;

  private final List<Point> points;

  /**
   * A point of a sum, a gauge (start 0) or a histogram.
   *
   * @param series attributes and resource
   * @param value of a histogram its count
   */
  record Point(String series, int temporality, long start, long end, double value) {}

  private MetricPoints(List<Point> points) {
    this.points = points;
  }

  static MetricPoints of(String name, FakeOtlpReceiver... receivers) {
    List<Point> points = new ArrayList<>();
    for (FakeOtlpReceiver receiver : receivers) {
      for (FakeOtlpReceiver.Item item : receiver.metrics()) {
        if (item.text(1).equals(name)) {
          addPoints(item, points);
        }
      }
    }
    return new MetricPoints(points);
  }

  private static void addPoints(FakeOtlpReceiver.Item item, List<Point> points) {
    for (int kind : new int[] {5, 7, 9}) {
      for (UnknownFieldSet data : messages(item.fields(), kind)) {
        List<Long> temporality = data.getField(2).getVarintList();
        for (UnknownFieldSet point : messages(data, 1)) {
          points.add(
              new Point(
                  new TreeSet<>(attributes(point, kind)).toString(),
                  temporality.isEmpty() ? 0 : temporality.get(0).intValue(),
                  fixed(point, 2),
                  fixed(point, 3),
                  value(point, kind)));
        }
      }
    }
  }

  private static List<String> attributes(UnknownFieldSet point, int kind) {
    return point.getField(kind == 9 ? 9 : 7).getLengthDelimitedList().stream()
        .map(ByteString::toStringUtf8)
        .toList();
  }

  private static double value(UnknownFieldSet point, int kind) {
    if (kind == 9) {
      return fixed(point, 4);
    }
    return point.hasField(4) ? Double.longBitsToDouble(fixed(point, 4)) : fixed(point, 6);
  }

  private static long fixed(UnknownFieldSet message, int field) {
    List<Long> values = message.getField(field).getFixed64List();
    return values.isEmpty() ? 0 : values.get(0);
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet parent, int field) {
    List<UnknownFieldSet> messages = new ArrayList<>();
    for (ByteString bytes : parent.getField(field).getLengthDelimitedList()) {
      try {
        messages.add(UnknownFieldSet.parseFrom(bytes));
      } catch (InvalidProtocolBufferException e) {
        throw new IllegalArgumentException(e);
      }
    }
    return messages;
  }

  List<Point> all() {
    return points;
  }

  List<Long> starts() {
    return points.stream().map(Point::start).distinct().toList();
  }

  Point last() {
    return points.get(points.size() - 1);
  }

  /**
   * Returns what a back end makes of the points of a counter: the sum of deltas, or of the last
   * values of all cumulative streams.
   */
  double total() {
    Map<String, Double> streams = new HashMap<>();
    for (Point point : points) {
      String stream = point.series() + point.start();
      streams.merge(stream, point.value(), point.temporality() == DELTA ? Double::sum : Math::max);
    }
    return streams.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
