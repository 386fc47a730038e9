package io.holdfast.store.postgres;

import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Rings as the server carries them: as many as fit into one payload, after the name of the process
 * that rang.
 */
final class Payloads {

  /** The server takes less than 8,000 bytes. */
  static final int LONGEST = 7_999;

  private static final int BRACKETS = 2;
  private static final int COMMAS = 3;

  /**
   * What is rung.
   *
   * @param bell which one
   * @param first what it is about
   * @param second more of that; empty for none
   */
  record Ring(String bell, String first, String second) {

    private JsonArray fields() {
      return new JsonArray().add(bell).add(first).add(second);
    }
  }

  private final String process;
  private final List<String> full = new ArrayList<>();
  private JsonArray open;
  private int size;

  private Payloads(String process) {
    this.process = process;
    this.open = new JsonArray().add(process);
    this.size = empty();
  }

  /** In the order of the rings; what fits into no payload is left out. */
  static List<String> of(String process, List<Ring> rings) {
    Payloads payloads = new Payloads(process);
    rings.forEach(payloads::add);
    payloads.close();
    return payloads.full;
  }

  private int empty() {
    return bytes(new JsonArray().add(process));
  }

  private static int bytes(JsonArray array) {
    return array.encode().getBytes(StandardCharsets.UTF_8).length;
  }

  private void add(Ring ring) {
    int more = bytes(ring.fields()) - BRACKETS - COMMAS + 1 + COMMAS;
    if (empty() + more > LONGEST) {
      return;
    }
    if (size + more > LONGEST) {
      close();
    }
    open.add(ring.bell()).add(ring.first()).add(ring.second());
    size += more;
  }

  private void close() {
    if (open.size() > 1) {
      full.add(open.encode());
    }
    open = new JsonArray().add(process);
    size = empty();
  }

  /** What another process has rung; empty when it is {@code process} itself. */
  static List<Ring> read(String process, String payload) {
    JsonArray told = new JsonArray(payload);
    List<Ring> rings = new ArrayList<>();
    if (!told.getString(0).equals(process)) {
      for (int at = 1; at + 2 < told.size(); at += 3) {
        rings.add(new Ring(told.getString(at), told.getString(at + 1), told.getString(at + 2)));
      }
    }
    return rings;
  }
}
