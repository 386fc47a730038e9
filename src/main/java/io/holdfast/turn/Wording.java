package io.holdfast.turn;

/** What the gateway says. */
public final class Wording {

  private Wording() {}

  /** Your message is kept, and nothing runs until you decide. */
  public static String held() {
    return "Your message is kept; send /resume to go on.";
  }
}
