package dev.opamp.javaagent.build;

/** Packages by the internal names of classes. */
final class Packages {

  private Packages() {}

  static String of(String className) {
    return className.substring(0, className.lastIndexOf('/') + 1);
  }

  static boolean same(String one, String other) {
    return of(one).equals(of(other));
  }
}
