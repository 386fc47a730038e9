/**
 * Telegram, by its Bot API: a long poll brings messages in, one request each sends them out.
 *
 * <p>The poll confirms what it has got with its next question, so that question is asked only after
 * the commit. A send cannot be repeated without being seen twice, and cannot be looked up.
 */
@NullMarked
package io.holdfast.connector.telegram;

import org.jspecify.annotations.NullMarked;
