package io.holdfast.store;

import java.util.List;

/**
 * What was found in a database that was looked at from outside.
 *
 * @param schema the version of its tables
 * @param newest the newest version that this program knows
 * @param bytes how large it is, its log included
 * @param faults what speaks against opening it, a sentence each; empty when it is sound
 */
public record Verification(int schema, int newest, long bytes, List<String> faults) {

  public Verification {
    faults = List.copyOf(faults);
  }

  /** Whether this program can open it and nothing in it is damaged. */
  public boolean sound() {
    return faults.isEmpty();
  }
}
