package io.holdfast.gateway;

import io.holdfast.connector.Permit;
import io.holdfast.model.HoldfastException.NotReady;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A store that gives nothing to send to whoever may not send, whether the right ended before the
 * question or before its answer, and does not take from there where somebody else is to go on. All
 * else it does as it is.
 */
record GuardedStore(Store store, Permit permit) implements InvocationHandler {

  /** The questions whose answers are to be sent; and what another holder has by now said better. */
  private static final Set<String> OF_HOLDERS =
      Set.of("due", "made", "heads", "drafting", "saveCursor");

  static Store of(Store store, Permit permit) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            new GuardedStore(store, permit));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (!OF_HOLDERS.contains(method.getName())) {
      return call(method, arguments);
    }
    return permitted() ? ((Future<?>) call(method, arguments)).compose(this::told) : refused();
  }

  private Future<?> told(Object due) {
    return permitted() ? Future.succeededFuture(due) : refused();
  }

  private boolean permitted() {
    return permit.mayStillSend(Duration.ZERO);
  }

  private static Future<?> refused() {
    return Future.failedFuture(new NotReady("the lease of the credential is not held"));
  }

  private Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
