package io.holdfast;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls back on an operating system's signal, which the JDK offers in {@code sun.misc} alone
 * (module jdk.unsupported). By reflection, since javac's warning about that package cannot be
 * suppressed and warnings are errors here.
 */
final class Signals {

  private static final Logger LOG = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /**
   * Runs {@code reaction} on a thread of the JVM each time this process gets the signal, instead of
   * what the JVM would do. Where the platform has no such signal it stays as it was, and the log
   * says so.
   *
   * @param name without SIG, such as {@code TERM}
   */
  static void on(String name, Runnable reaction) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandle run =
          MethodHandles.lookup()
              .findVirtual(Runnable.class, "run", MethodType.methodType(void.class))
              .bindTo(reaction);
      Object proxy =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(run, 0, signal));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException e) {
      LOG.warn("signal={} handler=none cause={}", name, e.toString());
    }
  }
}
