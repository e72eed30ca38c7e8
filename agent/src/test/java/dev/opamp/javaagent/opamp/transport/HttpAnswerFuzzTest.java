package dev.opamp.javaagent.opamp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.opamp.javaagent.CpuTime;
import dev.opamp.javaagent.Fuzzed;
import dev.opamp.javaagent.net.HttpHead;
import dev.opamp.javaagent.net.RetryAfter;
import dev.opamp.javaagent.opamp.CloseCause;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import org.junit.jupiter.api.Tag;

/**
 * Whatever is answered to a POST, or to an upgrade, is a message within the limit or a failure that
 * can be shown. An input is an HTTP/1.1 answer; a body after {@code Zip:} is gzipped here first.
 */
@Fuzzed
@Tag("RB-07")
@Tag("RB-23")
@Tag("RB-26")
class HttpAnswerFuzzTest {

  private static final int LIMIT = 4 * 1024;
  private static final Request REQUEST = new Request.Builder().url("http://localhost/").build();

  @FuzzTest
  void answer(byte[] input) throws IOException {
    HttpHead head;
    ByteArrayInputStream stream = new ByteArrayInputStream(input);
    try {
      head = HttpHead.read(stream, CpuTime.nanos() + 1_000_000_000_000L);
    } catch (IOException e) {
      checkCause(FailedConnectionException.causeOf(e));
      return;
    }
    checkUpgrade(head);
    byte[] body = stream.readAllBytes();
    check(head, body);
    if (startsWith(body, "Zip:")) {
      check(head, HttpScenario.gzip(Arrays.copyOfRange(body, 4, body.length)));
    }
  }

  private static void checkUpgrade(HttpHead head) throws IOException {
    try {
      new OpampDraft(LIMIT).checkAnswer(head);
    } catch (FailedConnectionException e) {
      checkCause(FailedConnectionException.causeOf(e));
      return;
    }
    assertThat(head.status()).as("granted without knowing the key").isNotEqualTo(101);
  }

  private static void check(HttpHead head, byte[] body) {
    Response.Builder response =
        new Response.Builder()
            .request(REQUEST)
            .protocol(Protocol.HTTP_1_1)
            .code(head.status())
            .message("")
            .body(ResponseBody.create(new Buffer().write(body), null, -1));
    try {
      for (Map.Entry<String, String> header : head.headers().entrySet()) {
        response.header(header.getKey(), header.getValue());
      }
    } catch (IllegalArgumentException e) {
      // The library lets no such header through.
      return;
    }
    ServerToAgent message;
    try (Response answer = response.build()) {
      message = new HttpAnswer(LIMIT).read(answer);
    } catch (IOException e) {
      checkCause(FailedConnectionException.causeOf(e));
      return;
    }
    assertThat(head.status()).isIn(200, 202, 204);
    assertThat(message.getSerializedSize()).isLessThanOrEqualTo(2 * LIMIT);
  }

  private static void checkCause(CloseCause cause) {
    assertThat(cause.message()).matches("[\\x20-\\x7e]{1,400}");
    if (cause.retryAfter() != null) {
      assertThat(cause.retryAfter()).isPositive().isLessThanOrEqualTo(RetryAfter.LONGEST);
    }
  }

  private static boolean startsWith(byte[] body, String prefix) {
    byte[] start = prefix.getBytes(StandardCharsets.US_ASCII);
    return body.length >= start.length && Arrays.equals(Arrays.copyOf(body, start.length), start);
  }
}
