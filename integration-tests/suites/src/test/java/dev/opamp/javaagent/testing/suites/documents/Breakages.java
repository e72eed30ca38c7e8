package dev.opamp.javaagent.testing.suites.documents;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Breaks valid documents in every way that the schema lets one foresee: whoever breaks a place
 * knows the path that the refusal must name.
 */
public final class Breakages {

  private static final Pattern RANGE = Pattern.compile("(int|double)\\((.*)\\.\\.(.*)\\)");
  private static final Pattern STEP = Pattern.compile("\\[(\\d+)]|([^.\\[]+)");

  private final Types types;
  private final Map<String, Breakage> found = new LinkedHashMap<>();
  private Map<String, Object> document = Map.of();

  private Breakages(Types types) {
    this.types = types;
  }

  /**
   * Returns so many breakages, each of another kind or with another key of the schema.
   *
   * @param documents valid ones
   */
  public static List<Breakage> of(Types types, List<String> documents, int count, Random random) {
    List<String> shuffled = new ArrayList<>(documents);
    java.util.Collections.shuffle(shuffled, random);
    Breakages breakages = new Breakages(types);
    for (String text : shuffled) {
      breakages.document = Trees.parse(text);
      types.walk(breakages.document, breakages::visit);
    }
    List<Breakage> all = new ArrayList<>(breakages.found.values());
    java.util.Collections.shuffle(all, random);
    return oneOfEachKindFirst(all).subList(0, Math.min(count, all.size()));
  }

  /** With few of many kinds, chance alone would leave kinds out. */
  private static List<Breakage> oneOfEachKindFirst(List<Breakage> all) {
    Map<String, Breakage> first = new LinkedHashMap<>();
    all.forEach(breakage -> first.putIfAbsent(breakage.kind(), breakage));
    List<Breakage> ordered = new ArrayList<>(first.values());
    all.stream().filter(breakage -> !first.containsValue(breakage)).forEach(ordered::add);
    return ordered;
  }

  private void visit(String path, String type, Types.Type of, Types.Property owner, Object value) {
    if (path.isEmpty()) {
      root();
      return;
    }
    if (Types.items(type) != null) {
      list(path, type, value);
    } else if (of == null) {
      scalar(path, type);
    } else if (of.form() == Types.Form.ENUM) {
      add("a word that is none of them", path, type, edit(path).replace("blurred"));
      add("a list for a word", path, type, edit(path).replace(List.of("a")));
    } else {
      mapping(path, of, Trees.map(value));
    }
    if (!path.endsWith("]")) {
      add("a key given twice", path, type, edit(path).twice());
    }
  }

  private void root() {
    add("an unknown version", "file_format", "version", at("file_format").replace("2.0"));
    add("a version that is none", "file_format", "version", at("file_format").replace("latest"));
    add("an unknown section", "tracer_providers", "Root", at().add("tracer_providers", Map.of()));
    add(
        "a section that nothing honours",
        "instrumentation/development",
        "Root",
        at("instrumentation/development").replace(Map.of("general", Map.of("a", 1))));
  }

  private void mapping(String path, Types.Type type, Map<String, Object> value) {
    String name = type.name();
    add("text for a mapping", path, name, edit(path).replace("text"));
    add("a list for a mapping", path, name, edit(path).replace(List.of(Map.of())));
    add("an unknown key", path + ".bogus", name, withKey(path, value, type));
    if (type.form() == Types.Form.CHOICE) {
      choice(path, type, value);
    }
    for (Types.Property property : type.properties().values()) {
      boolean there = value.get(property.name()) != null;
      if (property.required() && there && type.form() == Types.Form.OBJECT) {
        String key = name + "." + property.name();
        String at = path + "." + property.name();
        add("a required key left out", at, key, edit(at).remove());
        add("a required key without a value", at, key, edit(at).replace(null));
      }
      if (!property.supported() && type.form() == Types.Form.OBJECT) {
        add(
            "a key that nothing honours",
            path + "." + property.name(),
            name + "." + property.name(),
            edit(path).add(property.name(), List.of(7)));
      }
    }
  }

  /** In a choice the unknown key stands alone: two of them are another mistake. */
  private String withKey(String path, Map<String, Object> value, Types.Type type) {
    return type.form() == Types.Form.CHOICE
        ? edit(path).replace(Map.of("bogus", Map.of()))
        : edit(path).add("bogus", 1);
  }

  private void choice(String path, Types.Type type, Map<String, Object> value) {
    add("no choice", path, type.name(), edit(path).replace(Map.of()));
    for (Types.Property other : type.properties().values()) {
      if (other.supported() && !value.containsKey(other.name())) {
        add("two choices", path, type.name(), edit(path).add(other.name(), Map.of()));
        return;
      }
    }
  }

  private void list(String path, String type, Object value) {
    add("a mapping for a list", path, type, edit(path).replace(Map.of("a", 1)));
    add("text for a list", path, type, edit(path).replace("text"));
    if (!Trees.list(value).isEmpty()) {
      add("an empty item", path + "[0]", type, edit(path + "[0]").replace(null));
    }
  }

  private void scalar(String path, String type) {
    Matcher range = RANGE.matcher(type);
    add("a mapping for a scalar", path, type, edit(path).replace(Map.of("a", 1)));
    if (range.matches()) {
      number(path, type, range);
    } else if (type.equals("boolean")) {
      add("text for a boolean", path, type, edit(path).replace("perhaps"));
      add("a number for a boolean", path, type, edit(path).replace(1));
    } else if (type.equals("url")) {
      add("no URL", path, type, edit(path).replace("localhost, port 4318"));
      add("a URL of another kind", path, type, edit(path).replace("ftp://localhost/v1"));
      add("a connection not offered", path, type, edit(path).replace("opamp://nowhere"));
    }
    if (!type.equals("scalar")) {
      add("a list for a scalar", path, type, edit(path).replace(List.of("a")));
    }
    add("a reference that is not closed", path, type, edit(path).replace("${OTEL_X"));
    add("a reference without a name", path, type, edit(path).replace("${}"));
    add("a reference of another provider", path, type, edit(path).replace("${vault:key}"));
  }

  private void number(String path, String type, Matcher range) {
    double min = Double.parseDouble(range.group(2));
    double max = Double.parseDouble(range.group(3));
    boolean whole = range.group(1).equals("int");
    add("text for a number", path, type, edit(path).replace("many"));
    add("a number in quotes", path, type, edit(path).replace("1"));
    add("too small a number", path, type, edit(path).replace(number(min - 1, whole)));
    add("too large a number", path, type, edit(path).replace(number(max + 1, whole)));
    if (whole) {
      add("half of a whole number", path, type, edit(path).replace(min + 0.5));
    }
  }

  private static Number number(double value, boolean whole) {
    return whole ? (Number) (long) value : (Number) value;
  }

  private Edit edit(String path) {
    List<Object> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(path);
    while (matcher.find()) {
      String index = matcher.group(1);
      steps.add(index == null ? matcher.group(2) : (Object) Integer.valueOf(index));
    }
    return Edit.at(document, steps);
  }

  private Edit at(String... keys) {
    return Edit.at(document, List.of((Object[]) keys));
  }

  /** What is told apart is the kind and the key with its own name: places repeat themselves. */
  private void add(String kind, String path, String type, String broken) {
    String key = type + " " + path.substring(path.lastIndexOf('.') + 1).replaceAll("\\[\\d+]", "");
    found.putIfAbsent(kind + " " + key, new Breakage(kind, key, path, broken));
  }
}
