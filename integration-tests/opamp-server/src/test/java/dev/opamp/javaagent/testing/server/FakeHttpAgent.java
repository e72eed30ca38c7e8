package dev.opamp.javaagent.testing.server;

import dev.opamp.javaagent.opamp.proto.AgentToServer;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The agent's end of the plain HTTP transport, with nothing behind it. */
final class FakeHttpAgent {

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;

  FakeHttpAgent(OpampServer server) {
    endpoint = URI.create(server.httpEndpoint());
  }

  HttpResponse<byte[]> post(byte[] body, String... headers) throws Exception {
    return client.send(
        HttpRequest.newBuilder(endpoint)
            .headers(headers)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofByteArray());
  }

  ServerToAgent poll(AgentToServer message) throws Exception {
    HttpResponse<byte[]> response =
        post(message.toByteArray(), "Content-Type", "application/x-protobuf");
    if (response.statusCode() != 200) {
      throw new AssertionError("status " + response.statusCode());
    }
    return ServerToAgent.parseFrom(response.body());
  }

  static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  static byte[] gunzip(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    }
  }
}
