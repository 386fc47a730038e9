package io.holdfast.lab.nodes;

import io.holdfast.lab.process.Door;
import java.util.List;

/** A client that comes back on another node than the one that it has lost, or was sent away by. */
final class Doors implements Door {

  private final List<Integer> ports;
  private int next;

  /**
   * @param first the node to which it goes at first
   */
  Doors(List<Integer> ports, int first) {
    this.ports = List.copyOf(ports);
    this.next = first;
  }

  @Override
  public synchronized int port() {
    int port = ports.get(next % ports.size());
    next++;
    return port;
  }

  @Override
  public long away(long asked) {
    return asked;
  }
}
