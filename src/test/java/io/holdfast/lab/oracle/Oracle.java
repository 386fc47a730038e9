package io.holdfast.lab.oracle;

import io.holdfast.lab.history.History;
import java.util.List;

/** Judges a run from outside: by what clients sent and saw, and by the ledger. */
public final class Oracle {

  private Oracle() {}

  /** Every promise that was not kept in a run that has come to quiet. */
  public static List<Violation> judge(List<History.Entry> run) {
    return List.of();
  }
}
