package dev.opamp.javaagent.testing.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;

/** An answer of the console port. */
@SuppressWarnings("ArrayRecordComponent") // Written to the socket and dropped, never compared.
record ApiResponse(int status, String contentType, byte[] body) {

  static ApiResponse json(int status, JsonNode body) {
    return new ApiResponse(
        status,
        "application/json; charset=utf-8",
        (body.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static ApiResponse error(ApiException e) {
    return json(
        e.status(),
        JsonNodeFactory.instance.objectNode().put("error", String.valueOf(e.getMessage())));
  }
}
