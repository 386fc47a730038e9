/**
 * The WebSocket protocol, and the chat page that speaks it.
 *
 * <p>Everything about sockets lives on the HTTP server's event loop. What decides (frames, windows,
 * rates) does no I/O; what does I/O decides nothing. Only {@link
 * io.holdfast.connector.websocket.WebSocketConnector} is seen from outside.
 */
@NullMarked
package io.holdfast.connector.websocket;

import org.jspecify.annotations.NullMarked;
