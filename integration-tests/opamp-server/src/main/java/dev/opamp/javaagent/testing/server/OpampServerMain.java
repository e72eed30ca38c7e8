package dev.opamp.javaagent.testing.server;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the server alone, until it is killed. */
public final class OpampServerMain {

  private OpampServerMain() {}

  /** See {@code --help}. Exit code 2 for a wrong command line, 1 when the server cannot start. */
  public static void main(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(ServerArguments.USAGE);
      return;
    }
    OpampServer server;
    try {
      server = new ServerArguments(args).toBuilder().build();
    } catch (IllegalArgumentException | IOException | GeneralSecurityException e) {
      System.err.println("opamp-server: " + e.getMessage());
      System.err.print(ServerArguments.USAGE);
      System.exit(2);
      return;
    }
    run(server);
  }

  private static void run(OpampServer server) throws InterruptedException {
    try {
      server.start();
    } catch (IllegalStateException e) {
      System.err.println("opamp-server: " + e.getMessage());
      System.exit(1);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "opamp-server-stop"));
    System.out.println("OpAMP    " + server.webSocketEndpoint());
    System.out.println("         " + server.httpEndpoint());
    System.out.println("Console  http://localhost:" + server.consolePort() + "/");
    System.out.flush();
    // Every thread of the server is a daemon; this one keeps the process alive.
    new CountDownLatch(1).await();
  }
}
