package io.holdfast.cli;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The states as the interface spells them. */
final class Words {

  private Words() {}

  /** The word of a state; empty for none. */
  static String of(@Nullable Enum<?> state) {
    return state == null ? "" : state.name().toLowerCase(Locale.ROOT);
  }

  private static Iterator<String> all(Enum<?>[] states) {
    return Arrays.stream(states).map(Words::of).iterator();
  }

  /** Those of a turn, for completion. */
  static final class Turns implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all(TurnState.values());
    }
  }

  /** Those of a session, for completion. */
  static final class Sessions implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all(SessionState.values());
    }
  }

  /** Those of a delivery, for completion. */
  static final class Deliveries implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return all(DeliveryState.values());
    }
  }
}
