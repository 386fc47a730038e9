package io.holdfast.model;

/**
 * A file that travels with a message or a reply.
 *
 * @param name file name to show
 * @param type media type, such as {@code image/png}
 * @param data the content, base64
 */
public record Attachment(String name, String type, String data) {}
