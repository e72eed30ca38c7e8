package dev.opamp.javaagent.opamp.transport;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import dev.opamp.javaagent.opamp.proto.ServerToAgent;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Counts the fields of a message before it is parsed. A field of a few bytes becomes objects of
 * some hundred, so that a message well within the size limit could take all memory of the host.
 */
final class FieldCensus {

  private static final int MAX_FIELDS = 1_000_000;

  /** What a field costs when it is parsed, in bytes; measured with maps of tiny entries. */
  private static final int BYTES_PER_FIELD = 384;

  /** Shorter messages cannot hold enough fields to matter. */
  private static final int HARMLESS_BYTES = 128 * 1024;

  private static final int MAX_DEPTH = 100;
  private static final int TAG_TYPE_BITS = 3;
  private static final int TAG_TYPE = 7;
  private static final int LENGTH_DELIMITED = 2;
  private static final int START_GROUP = 3;
  private static final int END_GROUP = 4;

  private final CodedInputStream in;
  private final long limit;
  private long fields;

  private FieldCensus(CodedInputStream in, long limit) {
    this.in = in;
    this.limit = limit;
  }

  /**
   * Checks that parsing would not take more than a part of the JVM's heap.
   *
   * @throws MalformedMessageException if there are too many fields
   * @throws IOException if the bytes are no message
   */
  static void check(ByteBuffer message) throws IOException, MalformedMessageException {
    check(message, Runtime.getRuntime().maxMemory());
  }

  static void check(ByteBuffer message, long heapBytes)
      throws IOException, MalformedMessageException {
    if (message.remaining() > HARMLESS_BYTES) {
      CodedInputStream in = CodedInputStream.newInstance(message.duplicate());
      new FieldCensus(in, Math.min(MAX_FIELDS, heapBytes / BYTES_PER_FIELD))
          .count(ServerToAgent.getDescriptor(), 0);
    }
  }

  private void count(Descriptor type, int depth) throws IOException, MalformedMessageException {
    int groups = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (++fields > limit) {
        throw new MalformedMessageException("the message has more than " + limit + " fields");
      }
      FieldDescriptor field = type.findFieldByNumber(tag >>> TAG_TYPE_BITS);
      groups += groupStep(tag & TAG_TYPE);
      boolean below =
          field != null
              && groups == 0
              && field.getJavaType() == JavaType.MESSAGE
              && (tag & TAG_TYPE) == LENGTH_DELIMITED
              && depth < MAX_DEPTH;
      if (below) {
        int outer = in.pushLimit(in.readRawVarint32());
        count(field.getMessageType(), depth + 1);
        in.popLimit(outer);
      } else if (groupStep(tag & TAG_TYPE) == 0) {
        in.skipField(tag);
      }
    }
  }

  /** What is in a group, which OpAMP has none of, becomes objects like everything else. */
  private static int groupStep(int wireType) {
    return wireType == START_GROUP ? 1 : wireType == END_GROUP ? -1 : 0;
  }
}
