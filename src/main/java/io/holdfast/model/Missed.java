package io.holdfast.model;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file of a message that could not be had.
 *
 * @param place among the files of the message, from 0
 * @param name file name to show
 * @param type media type, such as {@code image/png}
 * @param size in bytes; 0 where that is not told
 * @param note a line that says why
 */
public record Missed(int place, String name, String type, long size, String note) {

  /** A text with the notes of some below it. */
  public static String below(String text, List<Missed> missed) {
    return Stream.concat(
            Stream.of(text).filter(said -> !said.isBlank()), missed.stream().map(Missed::note))
        .collect(Collectors.joining("\n"));
  }
}
