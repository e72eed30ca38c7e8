package dev.opamp.javaagent.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompilerNotesTest {

  private static final String SAMPLE =
      """
      package sample;

      import java.lang.annotation.*;
      import java.util.List;

      public class Sample<T extends Comparable<T>> {
        @Retention(RetentionPolicy.RUNTIME) @Target(ElementType.TYPE_USE) @interface MayBeNull {}
        @Retention(RetentionPolicy.CLASS) @interface Unseen {}

        public @MayBeNull @Unseen List<String> field;

        @Deprecated
        public <U> List<U> method(@MayBeNull List<U> parameterName) {
          @MayBeNull List<U> localName = parameterName;
          return localName;
        }
      }
      """;

  @TempDir private static Path directory;

  private static ClassFiles compiled;
  private static ClassFiles leftOut;

  @BeforeAll
  static void compile() throws Exception {
    compiled = CompiledSample.of(directory, SAMPLE, "-g", "-parameters");
    leftOut = CompilerNotes.leftOut(compiled);
  }

  private static String text(ClassFiles files) {
    byte[] bytes = files.get("sample/Sample");
    return bytes == null ? fail() : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void namesSignaturesAndUnseenAnnotationsAreGoneFromThePoolOfConstants() {
    String[] notes = {
      "MethodParameters",
      "LocalVariableTable",
      "RuntimeVisibleTypeAnnotations",
      "RuntimeInvisibleAnnotations",
      "Lsample/Sample$Unseen;",
      "parameterName",
      "localName",
      "<T::",
      "<U:"
    };
    assertThat(text(compiled)).contains(notes);
    assertThat(text(leftOut)).doesNotContain(notes).contains("LineNumberTable");
  }

  @Test
  void whatProgramsAskForStays() throws Exception {
    Class<?> sample = CompiledSample.load(leftOut);
    Method method = sample.getMethod("method", List.class);

    assertThat(sample.getField("field").getGenericType().getTypeName())
        .isEqualTo("java.util.List<java.lang.String>");
    assertThat(method.isAnnotationPresent(Deprecated.class)).isTrue();
    assertThat(method.invoke(sample.getConstructor().newInstance(), List.of(1)))
        .isEqualTo(List.of(1));
  }

  @Test
  void doesNothingToWhatHasNoNotes() {
    Map<String, byte[]> again = CompilerNotes.leftOut(leftOut).all();
    again.forEach((name, bytes) -> assertThat(bytes).isEqualTo(leftOut.get(name)));
  }
}
