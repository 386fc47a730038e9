package io.holdfast.blocking;

import java.util.List;

/** The only blocking calls that an event loop may make, each with its reason. */
final class Allowances {

  static final List<Allowance> ALL =
      List.of(
          new Allowance(
              "java.security.SecureRandom",
              "nextBytes",
              "reads /dev/urandom for an id, which does not wait once the machine is up"),
          new Allowance(
              "io.vertx.core.internal.WorkerPool", "close", "ends its pools as Vert.x closes"),
          new Allowance(
              "ch.qos.logback.core.AsyncAppenderBase",
              "append",
              "hands a line to a bounded queue; the lock is held for an array store"),
          new Allowance(
              "sun.net.NetProperties",
              "loadDefaultProperties",
              "the JDK reads its own defaults, once a process"),
          new Allowance(
              "io.vertx.core.spi.tls.DefaultJDKCipherSuite",
              "<clinit>",
              "Vert.x asks the JDK for its ciphers, which reads a local file, once a process"),
          new Allowance(
              "java.util.concurrent.ThreadPoolExecutor",
              "addWorker",
              "starts a worker thread once; waits for no task"),
          new Allowance(
              "java.util.concurrent.ThreadPoolExecutor",
              "remove",
              "takes back what was handed to a pool as it closed; waits for no task"));

  private Allowances() {}

  /**
   * One method inside which blocking is allowed.
   *
   * @param type the class, by its name
   * @param method any of its methods of that name
   * @param because why it cannot stop an event loop for long
   */
  record Allowance(String type, String method, String because) {}
}
