@NullMarked
package io.holdfast.connector.websocket;

import org.jspecify.annotations.NullMarked;
