package dev.opamp.javaagent.build;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Merges the lambdas of a jar: instead of a hidden class for each that is used, made while the
 * application runs, there is one class in the jar for all lambdas of a package that implement the
 * same interface. Notes for compilers are left out, see {@link CompilerNotes}.
 */
public final class MergeLambdas {

  private MergeLambdas() {}

  /** Reads the first jar and writes the second. */
  public static void main(String[] args) throws IOException {
    ClassFiles classes = ClassFiles.read(Path.of(args[0]));
    LambdaMerge merge = new LambdaMerge(classes);
    merge.run();
    CompilerNotes.leftOut(merge.result()).write(Path.of(args[1]));
    System.out.println(
        "merged " + merge.mergedSites() + " lambdas into " + merge.mergedClasses() + " classes");
  }
}
