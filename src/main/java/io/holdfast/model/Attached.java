package io.holdfast.model;

/**
 * A file that came with something that was said, without what it contains.
 *
 * @param name file name to show
 * @param type media type, such as {@code image/png}
 * @param size in bytes
 */
public record Attached(String name, String type, long size) {

  /** What those are told of it who cannot have it, since it is not kept any more. */
  public String gone() {
    return "[attached: " + name + ", no longer kept]";
  }
}
