package io.holdfast;

/** Stand-in until the command line exists. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {}
}
