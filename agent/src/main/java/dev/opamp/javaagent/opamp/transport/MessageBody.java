package dev.opamp.javaagent.opamp.transport;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/** A message as request body, gzipped or not. */
final class MessageBody extends RequestBody {

  static final String PROTOBUF = "application/x-protobuf";

  /** Below this many bytes gzip makes a message longer. */
  private static final int WORTH_COMPRESSING = 200;

  private static final MediaType TYPE = MediaType.get(PROTOBUF);

  private final byte[] bytes;
  private final boolean gzipped;

  private MessageBody(byte[] bytes, boolean gzipped) {
    this.bytes = bytes;
    this.gzipped = gzipped;
  }

  static MessageBody of(byte[] message, boolean compress) throws IOException {
    if (!compress || message.length < WORTH_COMPRESSING) {
      return new MessageBody(message, false);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(message.length / 2);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(message);
    }
    return new MessageBody(out.toByteArray(), true);
  }

  boolean isGzipped() {
    return gzipped;
  }

  @Override
  public MediaType contentType() {
    return TYPE;
  }

  @Override
  public long contentLength() {
    return bytes.length;
  }

  /** Keeps the HTTP library from sending a request again on its own. */
  @Override
  public boolean isOneShot() {
    return true;
  }

  @Override
  public void writeTo(BufferedSink sink) throws IOException {
    sink.write(bytes);
  }
}
