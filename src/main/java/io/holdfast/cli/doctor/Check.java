package io.holdfast.cli.doctor;

/** One thing to look at. */
public interface Check {

  /** A word for it. */
  String name();

  /** Looks, which may take a few seconds. */
  Finding look();
}
