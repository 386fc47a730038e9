package io.holdfast.retry;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Timer;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** A Vert.x whose timers fire at once, on an event loop: what takes a night takes a second. */
public final class Hasty {

  private Hasty() {}

  /** The same but for its {@code timer}. */
  public static Vertx of(Vertx vertx) {
    return as(
        Vertx.class,
        (proxy, method, arguments) ->
            method.getName().equals("timer") ? timer(vertx) : method.invoke(vertx, arguments));
  }

  private static Timer timer(Vertx vertx) {
    Promise<Void> fired = Promise.promise();
    vertx.runOnContext(now -> fired.complete());
    Future<Void> over = fired.future();
    return as(Timer.class, (proxy, method, arguments) -> method.invoke(over, arguments));
  }

  private static <T> T as(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
