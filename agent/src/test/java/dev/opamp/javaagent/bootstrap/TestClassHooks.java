package dev.opamp.javaagent.bootstrap;

/** Makes the hook that premain makes, for tests of other packages. */
public final class TestClassHooks {

  private TestClassHooks() {}

  public static ApiClassHook create() {
    return new ApiClassHook();
  }
}
