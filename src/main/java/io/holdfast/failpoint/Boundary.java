package io.holdfast.failpoint;

import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An interface of asynchronous operations, each of which is a point before it is done and another
 * after: {@code store.claim.before}, {@code store.claim.after}. A failure before means that it was
 * not done; a failure after, that it was, and that nobody was told. A delay before holds up what is
 * called later too, as a slow disk does; one after holds up the answer alone. What fails by itself
 * has no point after it.
 *
 * <p>Operations are called in the order in which they came, and their results arrive on the
 * caller's context. Methods of the interface that have a body, and those that give no Future, are
 * no points.
 */
public final class Boundary implements InvocationHandler {

  private final Vertx vertx;
  private final String area;
  private final Object real;
  private final Fuse fuse;
  private final Function<String, Throwable> fault;

  /** Behind the last of what is held up. Never fails. */
  private Future<Void> line = Future.succeededFuture();

  private int held;

  private Boundary(
      Vertx vertx, String area, Object real, Fuse fuse, Function<String, Throwable> fault) {
    this.vertx = vertx;
    this.area = area;
    this.real = real;
    this.fuse = fuse;
    this.fault = fault;
  }

  /**
   * {@code real} behind its points, or itself where the calling thread has no fuse.
   *
   * @param area what the points' names begin with
   * @param fault what an operation fails with that is to fail, given the point
   */
  public static <S> S of(
      Vertx vertx, String area, Class<S> type, S real, Function<String, Throwable> fault) {
    return Failpoints.fuse().map(fuse -> around(vertx, area, type, real, fuse, fault)).orElse(real);
  }

  /** As {@link #of}, with a fuse. */
  public static <S> S around(
      Vertx vertx,
      String area,
      Class<S> type,
      S real,
      Fuse fuse,
      Function<String, Throwable> fault) {
    Boundary boundary = new Boundary(vertx, area, real, fuse, fault);
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, boundary));
  }

  /** The names of the points that {@code type} has. */
  public static List<String> points(String area, Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(Boundary::operation)
        .map(Method::getName)
        .distinct()
        .sorted()
        .flatMap(name -> Stream.of(before(area, name), after(area, name)))
        .toList();
  }

  private static boolean operation(Method method) {
    return method.getReturnType() == Future.class && Modifier.isAbstract(method.getModifiers());
  }

  private static String before(String area, String name) {
    return area + "." + name + ".before";
  }

  private static String after(String area, String name) {
    return area + "." + name + ".after";
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (method.isDefault()) {
      return InvocationHandler.invokeDefault(proxy, method, arguments);
    }
    return operation(method)
        ? operate(method.getName(), () -> (Future<?>) calling(method, arguments))
        : call(method, arguments);
  }

  private Future<?> operate(String name, Supplier<Future<?>> operation) {
    Action action = fuse.reached(before(area, name));
    if (action instanceof Action.Fail) {
      return failing(before(area, name));
    }
    return inLine(action, operation).transform(done -> told(after(area, name), done));
  }

  /** Not before the call has returned, as from any store. */
  private Future<?> failing(String point) {
    Promise<Object> failed = Promise.promise();
    vertx.getOrCreateContext().runOnContext(now -> failed.fail(fault.apply(point)));
    return failed.future();
  }

  private synchronized Future<?> inLine(Action action, Supplier<Future<?>> operation) {
    if (action instanceof Action.Delay delay) {
      line = line.transform(now -> later(delay.millis()));
    } else if (held == 0) {
      return operation.get();
    }
    held++;
    Context caller = vertx.getOrCreateContext();
    Promise<Object> result = Promise.promise();
    line =
        line.transform(
            now -> {
              begin(operation).onComplete(done -> caller.runOnContext(back -> tell(result, done)));
              return Future.succeededFuture();
            });
    return result.future();
  }

  /** Under the lock: nothing that is called now may overtake it. */
  private synchronized Future<?> begin(Supplier<Future<?>> operation) {
    held--;
    try {
      return operation.get();
    } catch (RuntimeException | Error e) {
      return Future.failedFuture(e);
    }
  }

  private static void tell(Promise<Object> result, AsyncResult<?> done) {
    if (done.succeeded()) {
      result.complete(done.result());
    } else {
      result.fail(done.cause());
    }
  }

  private Future<?> told(String after, AsyncResult<?> done) {
    Future<Object> result = Future.future(p -> tell(p, done));
    Action action = done.succeeded() ? fuse.reached(after) : Action.PASS;
    if (action instanceof Action.Fail) {
      return Future.failedFuture(fault.apply(after));
    }
    return action instanceof Action.Delay delay
        ? later(delay.millis()).compose(now -> result)
        : result;
  }

  private Future<Void> later(long millis) {
    return vertx.timer(millis, TimeUnit.MILLISECONDS).mapEmpty();
  }

  private Object calling(Method method, Object @Nullable [] arguments) {
    try {
      return call(method, arguments);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private Object call(Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
