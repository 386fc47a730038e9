/** The Telegram connector against a Bot API that can fail in every way that the real one does. */
@NullMarked
package io.holdfast.connector.telegram;

import org.jspecify.annotations.NullMarked;
