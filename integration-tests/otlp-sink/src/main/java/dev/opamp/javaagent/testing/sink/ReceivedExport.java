package dev.opamp.javaagent.testing.sink;

import com.google.protobuf.Message;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One export request as it arrived.
 *
 * @param protocol {@code http/protobuf} or {@code grpc}
 * @param path request path, or the full gRPC method name
 * @param headers lower-case names; gRPC metadata counts as headers
 * @param encoding {@code gzip} or {@code identity}
 * @param client the subject of the certificate that the client showed; null when it showed none
 */
public record ReceivedExport(
    Instant at,
    Signal signal,
    String protocol,
    String path,
    Map<String, String> headers,
    String encoding,
    @Nullable String client,
    Message message) {}
