package dev.opamp.javaagent.telemetry.attach;

import dev.opamp.javaagent.bootstrap.ApiClassHook;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes an SDK that an application builds known to the agent, and makes the few fields that are
 * replaced while it runs volatile instead of final: what an application built stays as it is until
 * something else is asked for, and nothing stands in between.
 */
final class HostSdkPatcher implements ApiClassHook.Patcher {

  /** What is asked of the agent when an application builds an SDK. */
  static final String BUILD = "build";

  private static final String BUILDER = "io/opentelemetry/sdk/OpenTelemetrySdkBuilder";
  private static final String SDK = "Lio/opentelemetry/sdk/OpenTelemetrySdk;";

  private static final Map<String, Set<String>> FIELDS = fields();

  private static Map<String, Set<String>> fields() {
    Map<String, Set<String>> fields = new HashMap<>();
    fields.put(
        "io/opentelemetry/sdk/trace/TracerSharedState",
        set("sampler", "activeSpanProcessor", "spanLimitsSupplier"));
    fields.put(
        "io/opentelemetry/sdk/logs/LoggerSharedState",
        set("logRecordProcessor", "logLimitsSupplier"));
    fields.put("io/opentelemetry/sdk/metrics/export/PeriodicMetricReader", set("exporter"));
    fields.put(
        "io/opentelemetry/context/propagation/DefaultContextPropagators", set("textMapPropagator"));
    Set<String> composite = set("textMapPropagators", "textPropagators", "allFields");
    fields.put("io/opentelemetry/context/propagation/MultiTextMapPropagator", composite);
    String upstream = "io/opentelemetry/javaagent/shaded/io/opentelemetry/context/propagation/";
    fields.put(upstream + "DefaultContextPropagators", set("textMapPropagator"));
    fields.put(upstream + "MultiTextMapPropagator", composite);
    return Collections.unmodifiableMap(fields);
  }

  private static Set<String> set(String... names) {
    return new HashSet<>(Arrays.asList(names));
  }

  @Override
  public byte @Nullable [] patch(
      @Nullable ClassLoader loader,
      String internalName,
      @Nullable Class<?> loaded,
      byte[] classFile) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
    Set<String> fields = FIELDS.get(internalName);
    if (internalName.equals(BUILDER)) {
      reader.accept(new BuildHook(writer), 0);
    } else if (fields != null && mayChange(loaded, fields)) {
      reader.accept(new Unfinal(writer, fields), 0);
    } else {
      return null;
    }
    return writer.toByteArray();
  }

  /** A class that is loaded must keep the fields that it was loaded with, whoever transforms it. */
  private static boolean mayChange(@Nullable Class<?> loaded, Set<String> fields) {
    if (loaded == null) {
      return true;
    }
    for (Field field : loaded.getDeclaredFields()) {
      if (fields.contains(field.getName()) && Modifier.isFinal(field.getModifiers())) {
        return false;
      }
    }
    return true;
  }

  /** Asks the agent before an SDK is built. */
  private static final class BuildHook extends ClassVisitor {

    BuildHook(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor method = super.visitMethod(access, name, descriptor, signature, exceptions);
      return name.equals("build") && descriptor.equals("()" + SDK)
          ? HookPrologue.calling(method, BUILDER, BUILD, SDK)
          : method;
    }
  }

  /** Makes fields volatile instead of final. */
  private static final class Unfinal extends ClassVisitor {
    private final Set<String> fields;

    Unfinal(ClassVisitor next, Set<String> fields) {
      super(Opcodes.ASM9, next);
      this.fields = fields;
    }

    @Override
    public @Nullable FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      boolean change = fields.contains(name) && (access & Opcodes.ACC_FINAL) != 0;
      int changed = change ? (access & ~Opcodes.ACC_FINAL) | Opcodes.ACC_VOLATILE : access;
      return super.visitField(changed, name, descriptor, signature, value);
    }
  }
}
