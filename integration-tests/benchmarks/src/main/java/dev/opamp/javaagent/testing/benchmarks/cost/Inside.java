package dev.opamp.javaagent.testing.benchmarks.cost;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a JVM tells of itself when {@code jcmd} asks it: nothing has to be loaded into it. */
final class Inside {

  private static final Pattern TOTAL = Pattern.compile("Total +\\d+ +(\\d+)");
  private static final double MIB = 1 << 20;

  private final Path jcmd;
  private final String pid;

  Inside(Jvm jvm, long pid) {
    this.jcmd = jvm.home().resolve("bin").resolve("jcmd");
    this.pid = Long.toString(pid);
  }

  /** Threads, classes, and the live heap after collections. */
  Map<Figure, Double> figures() throws IOException {
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    String counters = ask("PerfCounter.print");
    figures.put(Figure.THREADS, counter(counters, "java.threads.live"));
    figures.put(
        Figure.CLASSES,
        counter(counters, "java.cls.loadedClasses")
            + counter(counters, "java.cls.sharedLoadedClasses")
            - counter(counters, "java.cls.unloadedClasses"));
    // A histogram collects first; the second one sees what references and finalizers let go.
    figures.put(Figure.HEAP, Math.min(liveBytes(), liveBytes()) / MIB);
    return figures;
  }

  private double liveBytes() throws IOException {
    return number(TOTAL.matcher(ask("GC.class_histogram")));
  }

  private static double counter(String counters, String name) throws IOException {
    return number(Pattern.compile("(?m)^" + Pattern.quote(name) + "=(\\d+)").matcher(counters));
  }

  private static double number(Matcher matcher) throws IOException {
    if (!matcher.find()) {
      throw new IOException("no answer to " + matcher.pattern());
    }
    return Double.parseDouble(matcher.group(1));
  }

  private String ask(String question) throws IOException {
    Process process =
        new ProcessBuilder(jcmd.toString(), pid, question).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
