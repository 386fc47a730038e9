package io.holdfast.gateway;

import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What the crash lab sees of a gateway, and does to it, that an operator cannot. */
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

  /**
   * Gives the database back without passing any point. Completes when it is, on whatever thread:
   * the event loops may be gone by then.
   */
  public static Future<Void> closed(Gateway gateway) {
    return store(gateway).map(Inside::close).orElseGet(Future::succeededFuture);
  }

  @SuppressWarnings("unchecked")
  private static Future<Void> close(Store store) {
    Store real = (Store) get(Proxy.getInvocationHandler(store), "real");
    real.close();
    return ((Promise<Void>) get(get(real, "backend"), "closed")).future().otherwiseEmpty();
  }

  private static Object get(Object of, String name) {
    try {
      Field field = of.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(of);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("it was built otherwise when this was written", e);
    }
  }
}
