package io.holdfast.cli.doctor;

/** What a check found, in a line. */
public sealed interface Finding {

  /** What is the case. */
  String what();

  /** What to do about it; empty when nothing is to be done. */
  String todo();

  /** As it should be. */
  record Ok(String what) implements Finding {
    @Override
    public String todo() {
      return "";
    }
  }

  /** It works, and will not for ever. */
  record Warn(String what, String todo) implements Finding {}

  /** It does not work. */
  record Fail(String what, String todo) implements Finding {}
}
