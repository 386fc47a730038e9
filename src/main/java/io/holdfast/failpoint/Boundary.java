package io.holdfast.failpoint;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
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
 * called later too, as a slow disk does.
 */
public final class Boundary implements InvocationHandler {

  private final Vertx vertx;
  private final String area;
  private final Object real;
  private final Fuse fuse;
  private final Function<String, Throwable> fault;
  private Future<Void> open = Future.succeededFuture();

  private Boundary(
      Vertx vertx, String area, Object real, Fuse fuse, Function<String, Throwable> fault) {
    this.vertx = vertx;
    this.area = area;
    this.real = real;
    this.fuse = fuse;
    this.fault = fault;
  }

  /**
   * {@code real} behind its points.
   *
   * @param area what the points' names begin with
   * @param fault what an operation fails with that is to fail, given the point
   */
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
        .filter(method -> method.getReturnType() == Future.class)
        .map(Method::getName)
        .distinct()
        .sorted()
        .flatMap(name -> Stream.of(before(area, name), after(area, name)))
        .toList();
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
    if (method.getReturnType() != Future.class) {
      return call(method, arguments);
    }
    String before = before(area, method.getName());
    Action action = fuse.reached(before);
    if (action instanceof Action.Fail) {
      return Future.failedFuture(fault.apply(before));
    }
    Future<?> result = inLine(action, () -> (Future<?>) calling(method, arguments));
    String after = after(area, method.getName());
    return result.transform(done -> told(after, done));
  }

  /** In the order of the calls, behind all that is held up. */
  private synchronized Future<?> inLine(Action action, Supplier<Future<?>> operation) {
    if (action instanceof Action.Delay delay) {
      open = open.compose(now -> later(delay.millis()));
    }
    return open.isComplete() ? operation.get() : open.compose(now -> operation.get());
  }

  private <T> Future<T> told(String after, AsyncResult<T> done) {
    Future<T> result =
        done.succeeded()
            ? Future.succeededFuture(done.result())
            : Future.failedFuture(done.cause());
    if (done.failed()) {
      return result;
    }
    Action action = fuse.reached(after);
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
