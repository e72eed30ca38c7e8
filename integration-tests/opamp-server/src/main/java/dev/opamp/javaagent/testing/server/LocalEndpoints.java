package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.testing.server.console.OpampEndpoints;
import dev.opamp.javaagent.testing.server.transport.OpampListener;

/** The endpoints as an agent on the same machine names them. */
record LocalEndpoints(OpampListener listener, boolean encrypted, String path)
    implements OpampEndpoints {

  @Override
  public String webSocket() {
    return endpoint("ws");
  }

  @Override
  public String http() {
    return endpoint("http");
  }

  private String endpoint(String scheme) {
    return scheme + (encrypted ? "s" : "") + "://localhost:" + listener.port() + path;
  }
}
