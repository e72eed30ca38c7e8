package dev.opamp.javaagent.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds the tree of one YAML text from the parser's events, within bounds: depth, number of nodes,
 * number of aliases, length of paths. It works on events because the library's own composer
 * recurses without a bound and resolves types before the environment is substituted.
 */
final class YamlReader {

  static final int MAX_DEPTH = 64;
  static final int MAX_NODES = 50_000;
  static final int MAX_ALIASES = 64;

  /**
   * Characters of a path. Each value keeps its own, so long keys would cost far more than they are.
   */
  static final int MAX_PATH = 512;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();

  private final String file;
  private final ScalarReader scalars;
  private final Iterator<Event> events;
  private final Map<String, Origin> origins = new HashMap<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private int nodes;
  private int aliases;

  private YamlReader(String text, String file, EnvironmentSubstitution substitution) {
    this.file = file;
    this.scalars = new ScalarReader(file, substitution);
    this.events = new Parse(SETTINGS).parseString(text).iterator();
  }

  /** Reads one text; a text without any node is an empty document. */
  static ConfigDocument read(String text, String file, EnvironmentSubstitution substitution)
      throws ConfigRejectedException {
    try {
      return new YamlReader(text, file, substitution).document();
    } catch (MarkedYamlEngineException e) {
      // Not getMessage(): it quotes the text around the mark, which may hold a secret.
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      throw rejected("", line, "is not valid YAML: " + withoutQuotes(e.getProblem()), file);
    } catch (YamlEngineException | NumberFormatException e) {
      // The library lets the latter escape for an escape sequence that is cut off.
      throw rejected("", 0, "is not valid YAML", file);
    }
  }

  private ConfigDocument document() throws ConfigRejectedException {
    next();
    Event event = next();
    if (event.getEventId() == Event.ID.StreamEnd) {
      return ConfigDocument.empty();
    }
    Event start = next();
    Object root = node(start, "", 0);
    next();
    Event end = next();
    if (end.getEventId() != Event.ID.StreamEnd) {
      throw rejected("", line(end), "holds more than one YAML document", file);
    }
    if (root == null) {
      return ConfigDocument.empty();
    }
    if (!(root instanceof Map)) {
      throw rejected("", line(start), "must be a mapping of keys to values", file);
    }
    return new ConfigDocument(Trees.map(root), origins);
  }

  private @Nullable Object node(Event event, String path, int depth)
      throws ConfigRejectedException {
    count(1, event, path);
    if (event instanceof AliasEvent) {
      return alias((AliasEvent) event, path, depth);
    }
    if (depth > MAX_DEPTH) {
      throw rejected("", line(event), "is nested more than " + MAX_DEPTH + " levels deep", file);
    }
    int before = nodes;
    Object value = value(event, path, depth);
    Optional<?> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(
          anchor.get().toString(), new Anchored(value, path, nodes - before, Trees.height(value)));
    }
    return value;
  }

  private @Nullable Object value(Event event, String path, int depth)
      throws ConfigRejectedException {
    if (event instanceof ScalarEvent) {
      return scalars.read((ScalarEvent) event, path, line(event), origins);
    }
    origins.put(path, new Origin(file, line(event), null, false));
    boolean mapping = event.getEventId() == Event.ID.MappingStart;
    checkTag((CollectionStartEvent) event, mapping, path);
    return mapping ? mapping(path, depth) : sequence(path, depth);
  }

  private Object mapping(String path, int depth) throws ConfigRejectedException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (Event key = next(); key.getEventId() != Event.ID.MappingEnd; key = next()) {
      if (!(key instanceof ScalarEvent)) {
        throw rejected(path, line(key), "has a key that is not a string", file);
      }
      String name = ((ScalarEvent) key).getValue();
      if (path.length() + name.length() >= MAX_PATH) {
        throw tooLong(path, key);
      }
      String childPath = ConfigDocument.child(path, name);
      if (map.containsKey(name)) {
        throw rejected(childPath, line(key), "is given twice", file);
      }
      map.put(name, node(next(), childPath, depth + 1));
    }
    return Collections.unmodifiableMap(map);
  }

  private Object sequence(String path, int depth) throws ConfigRejectedException {
    List<Object> list = new ArrayList<>();
    for (Event item = next(); item.getEventId() != Event.ID.SequenceEnd; item = next()) {
      list.add(node(item, ConfigDocument.item(path, list.size()), depth + 1));
    }
    return Collections.unmodifiableList(list);
  }

  private @Nullable Object alias(AliasEvent event, String path, int depth)
      throws ConfigRejectedException {
    Anchored target = anchors.get(event.getAlias().toString());
    if (target == null) {
      throw rejected(path, line(event), "is an alias to nothing written before it", file);
    }
    if (++aliases > MAX_ALIASES || depth + target.height > MAX_DEPTH) {
      throw rejected(path, line(event), "uses aliases too many times or too deeply", file);
    }
    count(target.size, event, path);
    origins.putAll(copies(target, event, path));
    return target.value;
  }

  /**
   * The places of an aliased value under its new path. The value is walked, for paths alone do not
   * tell what is in it: a key may begin with another, or contain a dot.
   */
  private Map<String, Origin> copies(Anchored target, AliasEvent event, String path)
      throws ConfigRejectedException {
    Map<String, Origin> copies = new HashMap<>();
    int[] longest = {0};
    Trees.walk(
        target.value,
        target.path,
        (at, node) -> {
          String copy = path + at.substring(target.path.length());
          longest[0] = Math.max(longest[0], copy.length());
          Origin origin = origins.get(at);
          if (origin != null && copy.length() < MAX_PATH) {
            copies.put(copy, origin);
          }
        });
    if (longest[0] >= MAX_PATH) {
      throw tooLong(path, event);
    }
    return copies;
  }

  private ConfigRejectedException tooLong(String path, Event event) {
    return rejected(path, line(event), "has keys that are too long to name what is in it", file);
  }

  private void checkTag(CollectionStartEvent event, boolean mapping, String path)
      throws ConfigRejectedException {
    String wanted = mapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq";
    if (event.getTag().isPresent() && !event.getTag().get().equals(wanted)) {
      throw rejected(path, line(event), "has a YAML tag, which is not allowed", file);
    }
  }

  private void count(int more, Event event, String path) throws ConfigRejectedException {
    nodes += more;
    if (nodes > MAX_NODES) {
      throw rejected(path, line(event), "has more than " + MAX_NODES + " values", file);
    }
  }

  private Event next() {
    return events.next();
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static String withoutQuotes(@Nullable String problem) {
    return problem == null ? "unreadable" : problem.replaceAll("'[^']{2,}'", "'…'");
  }

  static ConfigRejectedException rejected(String path, int line, String message, String file) {
    return new ConfigRejectedException(
        new ConfigProblem(path, line, message + Origin.inFile(file)));
  }

  private static final class Anchored {
    final @Nullable Object value;
    final String path;
    final int size;
    final int height;

    Anchored(@Nullable Object value, String path, int size, int height) {
      this.value = value;
      this.path = path;
      this.size = size;
      this.height = height;
    }
  }
}
