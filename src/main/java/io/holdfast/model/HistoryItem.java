package io.holdfast.model;

import java.util.List;

/**
 * One past message, reply or notice of a chat.
 *
 * @param at milliseconds since the epoch
 * @param from who said it
 * @param id the client's id of a message, the delivery's id otherwise
 * @param text what was said
 * @param turn the turn it belongs to; empty when none
 * @param kind what a notice is about, as on the wire; empty for what is no notice
 * @param options the answers that a notice offers
 * @param files what came with it; {@code Store.file} has what they contain
 */
public record HistoryItem(
    long at,
    From from,
    String id,
    String text,
    String turn,
    String kind,
    List<Option> options,
    List<Attached> files) {

  public HistoryItem {
    options = List.copyOf(options);
    files = List.copyOf(files);
  }

  /** One that offers no answers and has no files. */
  public HistoryItem(long at, From from, String id, String text, String turn, String kind) {
    this(at, from, id, text, turn, kind, List.of(), List.of());
  }

  /** Who said something. */
  public enum From {
    USER,
    AGENT,
    GATEWAY
  }
}
