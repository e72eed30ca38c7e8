package dev.opamp.javaagent.opamp;

/**
 * How much of the report is left out because the message would be too large; each adds to the last.
 */
enum Reduction {
  NONE,
  NO_EFFECTIVE_CONFIG,
  NO_HEALTH_CHILDREN,
  IDENTIFYING_ATTRIBUTES_ONLY,
  BARE;

  boolean keeps(ReportField field) {
    if (this == BARE) {
      return false;
    }
    return field != ReportField.EFFECTIVE_CONFIG || this == NONE;
  }

  boolean keepsHealthChildren() {
    return compareTo(NO_HEALTH_CHILDREN) < 0;
  }

  boolean keepsNonIdentifyingAttributes() {
    return compareTo(IDENTIFYING_ATTRIBUTES_ONLY) < 0;
  }

  Reduction further() {
    switch (this) {
      case NONE:
        return NO_EFFECTIVE_CONFIG;
      case NO_EFFECTIVE_CONFIG:
        return NO_HEALTH_CHILDREN;
      case NO_HEALTH_CHILDREN:
        return IDENTIFYING_ATTRIBUTES_ONLY;
      case IDENTIFYING_ATTRIBUTES_ONLY:
      case BARE:
        return BARE;
    }
    throw new AssertionError(this);
  }
}
