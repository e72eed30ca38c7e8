package dev.opamp.javaagent.testing.suites.hostile;

import java.io.IOException;

/**
 * What the server does with one request or upgrade instead of answering it well. The connection is
 * closed when it returns.
 */
@FunctionalInterface
public interface Misdeed {
  void commit(Peer peer) throws IOException;
}
