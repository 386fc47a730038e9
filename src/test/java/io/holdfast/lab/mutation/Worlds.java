package io.holdfast.lab.mutation;

import io.holdfast.lab.world.Chosen;
import java.util.Arrays;
import java.util.List;

/** The main class of the JVM in which a mutant is tried: {@code TIMES PLAN...}. */
final class Worlds {

  static final String RED = "RED ";

  private Worlds() {}

  /** Exits with 1 when something is red. */
  public static void main(String[] args) throws InterruptedException {
    List<String> plans = Arrays.asList(args).subList(1, args.length);
    List<String> red = new Chosen(plans, 1, Integer.parseInt(args[0])).red();
    red.forEach(line -> System.out.println(RED + line.replace('\n', ' ')));
    System.out.flush();
    Runtime.getRuntime().halt(red.isEmpty() ? 0 : 1);
  }
}
