package io.holdfast.model;

import java.util.Locale;

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

  /** What those are told of it who cannot be given it. */
  public String mention() {
    return "[attached: " + name + ", not shown]";
  }
}
