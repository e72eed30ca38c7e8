package dev.opamp.javaagent.sample;

import java.util.function.Supplier;

/** A service that the hidden part of the test jar provides. */
public final class Greeting implements Supplier<String> {

  @Override
  public String get() {
    return "hidden hello";
  }
}
