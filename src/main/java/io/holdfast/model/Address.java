package io.holdfast.model;

/**
 * Where on a platform something is said.
 *
 * @param connector the connector's id in the configuration
 * @param chat the platform's own chat id
 * @param thread the thread inside the chat, empty when there is none
 */
public record Address(String connector, String chat, String thread) {}
