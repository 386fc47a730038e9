package io.holdfast.store.sql;

import java.sql.SQLException;

/** Takes every fault for one of the world around, by its message. */
record Plain() implements Diagnosis {

  @Override
  public boolean sick(SQLException fault) {
    return true;
  }

  @Override
  public String word(SQLException fault) {
    return String.valueOf(fault.getMessage());
  }
}
