package dev.opamp.javaagent.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of one command: options in any place, the names of files, {@code --}. */
final class Arguments {

  private final List<String> files = new ArrayList<>();
  private final Set<String> flags = new HashSet<>();
  private @Nullable String value;

  private Arguments() {}

  /**
   * Takes arguments apart.
   *
   * @param flags the options that stand alone
   * @param valued the option that a file follows; empty for none
   */
  static Arguments parse(List<String> args, Set<String> flags, String valued)
      throws UsageException {
    Arguments parsed = new Arguments();
    Iterator<String> rest = args.iterator();
    while (rest.hasNext()) {
      String next = rest.next();
      if (next.equals("--")) {
        rest.forEachRemaining(parsed.files::add);
      } else if (!next.startsWith("-") || next.equals("-")) {
        parsed.files.add(next);
      } else if (flags.contains(next)) {
        parsed.flags.add(next);
      } else if (!valued.isEmpty() && next.equals(valued) && rest.hasNext()) {
        parsed.take(valued, rest.next());
      } else if (!valued.isEmpty() && next.startsWith(valued + "=")) {
        parsed.take(valued, next.substring(valued.length() + 1));
      } else {
        throw new UsageException(
            next.equals(valued) ? valued + " needs a file" : "unknown option: " + next);
      }
    }
    parsed.requireStdinOnce();
    return parsed;
  }

  private void take(String option, String file) throws UsageException {
    if (value != null) {
      throw new UsageException(option + " is given twice");
    }
    value = file;
  }

  private void requireStdinOnce() throws UsageException {
    boolean inValue = "-".equals(value);
    if (Collections.frequency(files, "-") + (inValue ? 1 : 0) > 1) {
      throw new UsageException("standard input can be read only once");
    }
  }

  List<String> files() {
    return files;
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  /** The file behind the option that wants one; null when the option is not there. */
  @Nullable String value() {
    return value;
  }
}
