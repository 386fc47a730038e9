package io.holdfast.connector.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.flush.FlushConsolidationHandler;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.http.WebSocketInternal;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket: whole messages in, text out, how much of it is unsent, and a close that is always
 * ours. Confined to the event loop of the server.
 */
final class Socket implements SocketGuard.Watcher {

  /** Past this many unsent bytes a client counts as not reading. */
  static final int MOST_UNSENT = 1024 * 1024;

  private static final int FLUSH_AFTER = 256;
  private static final Buffer EMPTY = Buffer.buffer();

  /** What came from the client. */
  interface Receiver {
    void text(Buffer message);

    void binary();

    void pong();

    /** A message was longer than allowed; what follows is not read. */
    void tooLarge();

    /** What came is not the WebSocket protocol; what follows is not read. */
    void corrupt();

    /** The socket takes bytes again. */
    void writable();

    void closed();
  }

  private final ServerWebSocket ws;
  private final ChannelHandlerContext channel;
  private final Context context;
  private final int limit;
  private final Receiver receiver;
  private final SocketGuard guard = new SocketGuard(this);
  private @Nullable Buffer fragments;
  private boolean understood = true;
  private boolean deaf;

  private Socket(ServerWebSocket ws, Context context, int limit, Receiver receiver) {
    this.ws = ws;
    this.channel = ((WebSocketInternal) ws).channelHandlerContext();
    this.context = context;
    this.limit = limit;
    this.receiver = receiver;
  }

  /**
   * Takes over a socket that was just accepted.
   *
   * @param context the server's
   * @param limit the longest message of a client, in bytes
   */
  static Socket open(ServerWebSocket ws, Context context, int limit, Receiver receiver) {
    Socket socket = new Socket(ws, context, limit, receiver);
    socket.install();
    ws.setWriteQueueMaxSize(MOST_UNSENT);
    ws.frameHandler(socket::received);
    ws.pongHandler(pong -> receiver.pong());
    ws.closeHandler(gone -> receiver.closed());
    return socket;
  }

  /** The server's own decoder has one limit for all connectors; this one has ours. */
  private void install() {
    ChannelPipeline pipeline = channel.pipeline();
    pipeline.replace(
        WebSocket13FrameDecoder.class,
        "holdfast-decoder",
        new WebSocket13FrameDecoder(
            WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .maxFramePayloadLength(limit)
                .closeOnProtocolViolation(false)
                .build()));
    pipeline.addAfter("holdfast-decoder", "holdfast-guard", guard);
    // What one round of the event loop says goes to the network in one write.
    pipeline.addFirst("holdfast-flush", new FlushConsolidationHandler(FLUSH_AFTER, true));
  }

  private void received(WebSocketFrame frame) {
    if (deaf) {
      return;
    }
    switch (frame.type()) {
      case BINARY -> receiver.binary();
      case TEXT, CONTINUATION -> piece(frame);
      default -> {}
    }
  }

  private void piece(WebSocketFrame frame) {
    Buffer data = frame.binaryData();
    int before = fragments == null ? 0 : fragments.length();
    if (before + data.length() > limit) {
      receiver.tooLarge();
    } else if (frame.isFinal()) {
      Buffer whole = fragments == null ? data : fragments.appendBuffer(data);
      fragments = null;
      receiver.text(whole);
    } else {
      fragments = (fragments == null ? Buffer.buffer() : fragments).appendBuffer(data);
    }
  }

  @Override
  public void writable() {
    context.runOnContext(now -> receiver.writable());
  }

  @Override
  public void corrupt(boolean tooLarge) {
    context.runOnContext(now -> refuse(tooLarge));
  }

  private void refuse(boolean tooLarge) {
    understood = false;
    if (!deaf && tooLarge) {
      receiver.tooLarge();
    } else if (!deaf) {
      receiver.corrupt();
    }
  }

  /** Succeeds when the network has taken it; fails when nothing is sent any more. */
  Future<Void> send(String text) {
    return deaf ? Future.failedFuture("closed") : ws.writeFinalTextFrame(text);
  }

  void ping() {
    ws.writePing(EMPTY);
  }

  /** Bytes that were given to the socket and that the network has not taken. */
  long unsent() {
    Channel.Unsafe unsafe = channel.channel().unsafe();
    return unsafe.outboundBuffer() == null ? 0 : unsafe.outboundBuffer().totalPendingWriteBytes();
  }

  /** Whether less than {@link #MOST_UNSENT} is unsent. */
  boolean takes() {
    return channel.channel().isWritable();
  }

  void pause() {
    if (!deaf) {
      ws.pause();
    }
  }

  void resume() {
    if (!deaf) {
      ws.resume();
    }
  }

  /** Says goodbye; from here nothing is received or sent. */
  void close(CloseCode code) {
    deaf = true;
    fragments = null;
    ws.resume();
    if (understood && takes()) {
      ws.close(code.number(), code.word());
    } else {
      hangUp(code);
    }
  }

  /**
   * The client's own Close cannot be waited for: it does not read ours, or we understand nothing.
   * The output ends behind our Close, and the input is read on for a while, because a client in the
   * middle of a long write reads our Close only if that write goes through.
   */
  private void hangUp(CloseCode code) {
    guard.swallow();
    channel
        .writeAndFlush(new CloseWebSocketFrame(code.number(), code.word()))
        .addListener(sent -> endOutput());
  }

  private void endOutput() {
    if (channel.channel() instanceof DuplexChannel duplex && duplex.isActive()) {
      duplex.shutdownOutput();
    }
  }

  /** Cuts the line. */
  void abort() {
    channel.close();
  }
}
