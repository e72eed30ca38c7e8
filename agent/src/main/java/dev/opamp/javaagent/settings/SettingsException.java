package dev.opamp.javaagent.settings;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Local settings that make no sense. The message is one line with every key and reason. */
public final class SettingsException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  SettingsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = Collections.unmodifiableList(new ArrayList<>(problems));
  }

  /** One text per wrong setting: its key, its source and the reason, free of secrets. */
  public List<String> problems() {
    return problems;
  }
}
