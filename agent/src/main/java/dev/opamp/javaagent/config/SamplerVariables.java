package dev.opamp.javaagent.config;

import static dev.opamp.javaagent.config.VariableReader.node;

import java.util.Map;

/** {@code OTEL_TRACES_SAMPLER} and its argument. */
final class SamplerVariables {

  private static final String SAMPLER = "OTEL_TRACES_SAMPLER";
  private static final String ARGUMENT = "OTEL_TRACES_SAMPLER_ARG";
  private static final String PARENT_BASED = "parentbased_";

  private final VariableReader variables;

  SamplerVariables(VariableReader variables) {
    this.variables = variables;
  }

  Map<String, Object> sampler() {
    String name =
        variables.word(
            SAMPLER,
            "parentbased_always_on",
            "always_on",
            "always_off",
            "traceidratio",
            "parentbased_always_on",
            "parentbased_always_off",
            "parentbased_traceidratio");
    if (name.startsWith(PARENT_BASED)) {
      return node("parent_based", node("root", root(name.substring(PARENT_BASED.length()))));
    }
    return root(name);
  }

  private Map<String, Object> root(String name) {
    return name.equals("traceidratio")
        ? node("trace_id_ratio_based", node("ratio", ratio()))
        : node(name, null);
  }

  private Double ratio() {
    String argument = variables.text(ARGUMENT);
    if (argument == null) {
      return 1.0;
    }
    try {
      double ratio = Double.parseDouble(argument);
      if (ratio >= 0 && ratio <= 1) {
        return ratio;
      }
    } catch (NumberFormatException e) {
      // Falls through to the same warning as a number out of range.
    }
    variables.warn(ARGUMENT, "is not a number between 0 and 1");
    return 1.0;
  }
}
