package io.holdfast.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file that travels with a message or a reply.
 *
 * @param name file name to show
 * @param type media type, such as {@code image/png}
 * @param data the content, base64
 */
public record Attachment(String name, String type, String data) {

  /** Its media type, in small letters and without parameters. */
  public String mediaType() {
    return mediaType(type);
  }

  /** The same of any. */
  public static String mediaType(String type) {
    return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  /** A text with a line below it for each of its files. */
  static String mentioned(String text, List<Attachment> files) {
    return Stream.concat(
            Stream.of(text).filter(said -> !said.isBlank()),
            files.stream().map(Attachment::mention))
        .collect(Collectors.joining("\n"));
  }

  /** What those are told of it who cannot be given it. */
  public String mention() {
    return "[attached: " + name + ", not shown]";
  }
}
