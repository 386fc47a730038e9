package io.holdfast.connector.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands between the frame decoder and Vert.x: turns many small flushes into one, tells when the
 * socket takes bytes again, and keeps Vert.x from cutting the line at a frame that is too large,
 * since its sender would then never read why.
 */
final class SocketGuard extends FlushConsolidationHandler {

  private static final int FLUSH_AFTER = 256;

  /** What the guard saw. Called on the event loop, outside any Vert.x context. */
  interface Watcher {
    /** The unsent bytes fell below half of what is allowed. */
    void writable();

    /** Nothing that the client sends can be understood any more. */
    void corrupt(boolean tooLarge);
  }

  private final Watcher watcher;
  private boolean swallows;

  SocketGuard(Watcher watcher) {
    super(FLUSH_AFTER, true);
    this.watcher = watcher;
  }

  /** From here nothing that is received gets further; Vert.x would answer a Close once more. */
  void swallow() {
    swallows = true;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (swallows) {
      ReferenceCountUtil.release(message);
    } else {
      super.channelRead(ctx, message);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) throws Exception {
    if (cause instanceof CorruptedWebSocketFrameException corrupted) {
      watcher.corrupt(corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG));
    } else {
      super.exceptionCaught(ctx, cause);
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) throws Exception {
    super.channelWritabilityChanged(ctx);
    if (ctx.channel().isWritable()) {
      watcher.writable();
    }
  }
}
