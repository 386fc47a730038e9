package io.holdfast.runner;

/**
 * The agent could not answer: fails a turn from wherever in a runner it is thrown. Unless the
 * attempt was asked to end, its user is told.
 */
public final class TurnFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code for the log and the metrics, such as {@code timeout}
   * @param sentence what the user is told, one plain sentence
   */
  public TurnFailure(String code, String sentence) {
    super(sentence, null, false, false);
    this.code = code;
  }

  String code() {
    return code;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
