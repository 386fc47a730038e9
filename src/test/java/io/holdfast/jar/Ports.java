package io.holdfast.jar;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports for servers of their own process, which bind them later, and again in each of their lives.
 * They lie below those that a system gives to whoever asks for any, so that nobody gets one of them
 * meanwhile; each JVM begins elsewhere among them.
 */
public final class Ports {

  private static final int FIRST = 10_000;
  private static final int MANY = 22_000;

  private static int next = (int) (ProcessHandle.current().pid() * 7_919 % MANY);

  private Ports() {}

  /** One that nobody listens on, and that this JVM has not given out for long. */
  public static synchronized int free() {
    for (int tries = 0; tries < MANY; tries++) {
      int port = FIRST + next;
      next = (next + 1) % MANY;
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no port is free");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException taken) {
      return false;
    }
  }
}
