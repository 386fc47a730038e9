package io.holdfast.gateway;

import io.holdfast.store.Store;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What the crash lab sees of a gateway and an operator does not. */
public final class Inside {

  private Inside() {}

  /** The store behind its points; empty before it is open. */
  public static Optional<Store> store(Gateway gateway) {
    try {
      return Optional.of(gateway.store());
    } catch (NoSuchElementException notOpen) {
      return Optional.empty();
    }
  }
}
