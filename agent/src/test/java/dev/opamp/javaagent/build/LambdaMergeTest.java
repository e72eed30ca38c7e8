package dev.opamp.javaagent.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Classes do the same with their lambdas merged, and the JVM makes no class for one any more. */
class LambdaMergeTest {

  /** Tells by a line for each kind of lambda what it did. */
  private static final String SAMPLE =
      """
      package sample;

      import java.io.Serializable;
      import java.util.ArrayList;
      import java.util.Arrays;
      import java.util.Comparator;
      import java.util.List;
      import java.util.concurrent.Callable;
      import java.util.function.*;

      public class Sample extends Base {
        interface Mixed { double mix(int a, long b, Integer c); }
        interface Six { String of(byte a, char b, short c, float d, double e, boolean f); }
        interface Greeting {
          String name();
          default Supplier<String> greet() { return () -> "hello " + name(); }
          static Function<String, String> formal() { return who -> "dear " + who; }
        }

        public static final List<String> said = new ArrayList<>();
        private final String field;

        private Sample(String field) { this.field = field; }

        private String own(String of) { return field + of; }
        private static int twice(int of) { return 2 * of; }
        long wide(int of) { return of; }
        @Override String over() { return "sub"; }

        public static void run() {
          Supplier<String> nothing = () -> "nothing captured";
          said.add(nothing.get());
          said.add("" + (same() == same()));
          new Sample("f").instance(7, 8L, 2.5f, 3.5, true, 'c', (byte) 1, (short) 2);
          Function<String, Sample> made = Sample::new;
          said.add(made.apply("made").field);
          Function<Integer, int[]> array = int[]::new;
          said.add("" + array.apply(3).length);
          Supplier<List<String>> list = ArrayList::new;
          said.add(list.get().toString());
          ToIntFunction<String> length = String::length;
          said.add("" + length.applyAsInt("four"));
          Comparator<String> order = String::compareTo;
          said.add("" + order.reversed().compare("a", "b"));
          IntUnaryOperator twice = Sample::twice;
          Function<Integer, Integer> boxed = Sample::twice;
          UnaryOperator<Integer> same = Sample::twice;
          said.add(twice.applyAsInt(4) + " " + boxed.apply(5) + " " + same.apply(6));
          Mixed widened = Sample::sum;
          said.add("" + widened.mix(1, 2L, 3));
          Six six = Sample::six;
          said.add(six.of((byte) 1, 'x', (short) 3, 4f, 5d, true));
          Consumer<List<String>> dropped = one -> one.add("dropped");
          List<String> to = new ArrayList<>();
          Consumer<String> added = to::add;
          added.accept("one");
          dropped.accept(to);
          said.add(to.toString());
          ObjLongConsumer<List<String>> late = Sample::longs;
          late.accept(to, 9L);
          said.add(to.toString());
          Callable<Long> throwing = () -> { throw new java.io.IOException("checked"); };
          try { throwing.call(); } catch (Exception e) { said.add(e.toString()); }
          try {
            ((Function) (Function<Integer, Integer>) Sample::twice).apply("no number");
          } catch (ClassCastException e) { said.add("class cast"); }
          Runnable serial = (Runnable & Serializable) () -> said.add("serial");
          serial.run();
          Greeting greeting = () -> "you";
          said.add(greeting.greet().get() + " " + Greeting.formal().apply("me"));
          said.add("" + (nothing instanceof Function) + (nothing instanceof Supplier));
          Function<Object, Function<Object, String>> curried = a -> b -> a + "," + b;
          said.add(curried.apply(1).apply(2));
          BooleanSupplier yes = Boolean.TRUE::booleanValue;
          said.add("" + yes.getAsBoolean());
        }

        private static Runnable same() { return () -> said.add("same"); }
        static double sum(long a, double b, int c) { return a + b + c; }
        static String six(int a, int b, long c, double d, Object e, Boolean f) {
          return a + " " + b + " " + c + " " + d + " " + e + " " + f;
        }
        static boolean longs(List<String> to, Long value) { return to.add("" + value); }

        private void instance(
            int i, long l, float f, double d, boolean z, char c, byte b, short s) {
          Supplier<String> all = () -> field + i + l + f + d + z + c + b + s;
          said.add(all.get());
          Function<String, String> own = this::own;
          said.add(own.apply("own"));
          IntToLongFunction wide = this::wide;
          said.add("" + wide.applyAsLong(11));
          Supplier<String> base = super::over;
          Supplier<String> virtual = this::over;
          said.add(base.get() + virtual.get());
          Supplier<Supplier<String>> nested = () -> () -> field + i;
          said.add(nested.get().get());
          said.add(inherited().get());
          Runnable anonymous = new Runnable() {
            @Override public void run() {
              Supplier<String> inner = () -> field + " inner";
              said.add(inner.get());
            }
          };
          anonymous.run();
        }
      }

      class Base {
        private String hidden() { return "base's own"; }
        Supplier<String> inherited() { return () -> hidden() + over(); }
        String over() { return "base"; }
      }
      """;

  @TempDir private static Path directory;

  private static ClassFiles compiled;
  private static LambdaMerge merge;

  @BeforeAll
  static void compileAndMerge() throws IOException {
    compiled = CompiledSample.of(directory, SAMPLE);
    merge = new LambdaMerge(compiled);
    merge.run();
  }

  @Test
  void doesTheSame() throws Exception {
    List<?> expected = run(compiled);
    assertThat(expected).hasSizeGreaterThan(20);
    assertThat(run(merge.result())).isEqualTo(expected);
  }

  @Test
  void leavesOnlyWhatCanBeSerialized() {
    List<LambdaSite> left =
        merge.result().all().entrySet().stream()
            .flatMap(each -> LambdaSites.in(each.getKey(), each.getValue()).plain().stream())
            .toList();
    assertThat(left).isEmpty();
    assertThat(LambdaSites.in("sample/Sample", file("sample/Sample")).otherwiseUsed()).hasSize(1);
  }

  @Test
  void oneClassForEachInterface() {
    List<String> merged =
        merge.result().all().keySet().stream().filter(name -> name.contains("Merged")).toList();
    assertThat(merged)
        .hasSize(merge.mergedClasses())
        .contains("sample/MergedLambdas$Supplier", "sample/MergedLambdas$Sample$Mixed");
    assertThat(merge.mergedSites()).isGreaterThan(merge.mergedClasses());
  }

  @Test
  void givesTheSameBytesForTheSameClasses() {
    LambdaMerge again = new LambdaMerge(compiled);
    again.run();
    assertThat(again.result().all().keySet()).isEqualTo(merge.result().all().keySet());
    again.result().all().forEach((name, bytes) -> assertThat(bytes).isEqualTo(file(name)));
  }

  private static byte[] file(String name) {
    return merge.result().all().get(name);
  }

  private static List<?> run(ClassFiles files) throws Exception {
    Class<?> sample = CompiledSample.load(files);
    sample.getMethod("run").invoke(null);
    Object[] said = ((List<?>) sample.getField("said").get(null)).toArray();
    return Arrays.asList(said);
  }
}
