package dev.opamp.javaagent.agent;

import dev.opamp.javaagent.opamp.OwnTelemetryOffer;
import dev.opamp.javaagent.opamp.TelemetryDestination;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bytes that own telemetry destinations are kept as; the first four name the format. */
final class StoredDestinations {

  /** Endpoint and headers alone, as versions before TLS and proxies wrote it. */
  private static final int PLAIN_FORMAT = 0x07E1E701;

  private static final int FORMAT = 0x07E1E703;

  private StoredDestinations() {}

  /**
   * @throws IOException when a text is longer than 65535 bytes
   */
  static byte[] encode(OwnTelemetryOffer offer) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(FORMAT);
    write(out, offer.metrics());
    write(out, offer.traces());
    write(out, offer.logs());
    return bytes.toByteArray();
  }

  /**
   * @throws IOException when the bytes are of another format or not whole
   */
  static OwnTelemetryOffer decode(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    try {
      int format = in.readInt();
      if (format != FORMAT && format != PLAIN_FORMAT) {
        throw new IOException("unknown format");
      }
      boolean plain = format == PLAIN_FORMAT;
      return new OwnTelemetryOffer(read(in, plain), read(in, plain), read(in, plain));
    } catch (EOFException e) {
      throw new IOException("truncated", e);
    }
  }

  private static void write(DataOutputStream out, @Nullable TelemetryDestination destination)
      throws IOException {
    out.writeBoolean(destination != null);
    if (destination == null) {
      return;
    }
    out.writeUTF(destination.endpoint());
    StoredConnection.write(out, destination.headers());
    StoredConnection.write(out, destination.tls());
    StoredConnection.write(out, destination.proxy());
  }

  private static @Nullable TelemetryDestination read(DataInputStream in, boolean plain)
      throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    String endpoint = in.readUTF();
    Map<String, String> headers = StoredConnection.readHeaders(in);
    return plain
        ? new TelemetryDestination(endpoint, headers)
        : new TelemetryDestination(
            endpoint, headers, StoredConnection.readTls(in), StoredConnection.readProxy(in));
  }
}
