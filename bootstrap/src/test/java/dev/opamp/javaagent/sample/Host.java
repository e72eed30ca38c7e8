package dev.opamp.javaagent.sample;

import java.io.IOException;
import java.io.OutputStream;

/** The host application: says hello and ends when its standard input does. */
public final class Host {

  private Host() {}

  public static void main(String[] args) throws IOException {
    System.out.println("hello");
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
