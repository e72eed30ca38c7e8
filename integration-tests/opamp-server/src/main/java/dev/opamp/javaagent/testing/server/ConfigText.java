package dev.opamp.javaagent.testing.server;

import com.google.protobuf.ByteString;
import dev.opamp.javaagent.opamp.proto.AgentConfigFile;
import dev.opamp.javaagent.opamp.proto.AgentConfigMap;
import java.util.Map;

/**
 * One configuration file to offer.
 *
 * @param contentType a media type, or empty
 */
public record ConfigText(ByteString body, String contentType) {

  /** The media type of YAML. */
  public static final String YAML = "text/yaml";

  /** A text of any media type. */
  public static ConfigText of(String body, String contentType) {
    return new ConfigText(ByteString.copyFromUtf8(body), contentType);
  }

  /** A YAML text. */
  public static ConfigText yaml(String body) {
    return of(body, YAML);
  }

  static AgentConfigMap toProto(Map<String, ConfigText> files) {
    AgentConfigMap.Builder map = AgentConfigMap.newBuilder();
    files.forEach(
        (name, file) ->
            map.addConfigMap(
                Entries.file(
                    name,
                    AgentConfigFile.newBuilder()
                        .setBody(file.body())
                        .setContentType(file.contentType())
                        .build())));
    return map.build();
  }
}
