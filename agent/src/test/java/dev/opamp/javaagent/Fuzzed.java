package dev.opamp.javaagent;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A class with one fuzz test, which gets a JVM of its own: see docs/testing.md. Elsewhere than on
 * the platforms that Jazzer has native code for, it is skipped.
 */
@Tag("fuzz")
@EnabledOnOs(
    value = {OS.LINUX, OS.MAC, OS.WINDOWS},
    architectures = {"amd64", "x86_64", "aarch64"},
    disabledReason = "Jazzer has no native code for this platform")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Fuzzed {}
