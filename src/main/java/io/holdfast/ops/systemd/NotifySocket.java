package io.holdfast.ops.systemd;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket that systemd listens on, and a thread of its own to send from: what is said here does
 * not depend on the event loops that it is about, and goes on when Vert.x is closed. The JDK has no
 * datagrams for UNIX sockets; Netty has, where epoll is.
 */
final class NotifySocket implements Notifier, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(NotifySocket.class);

  /** Linux gives an abstract name of its own choice. */
  private static final DomainSocketAddress ANY = new DomainSocketAddress("");

  private final EventLoopGroup thread;
  private final ChannelFuture opened;
  private final DomainSocketAddress systemd;
  private final AtomicBoolean failed = new AtomicBoolean();
  private final AtomicBoolean threw = new AtomicBoolean();

  /** Opens it; only where {@link #possible()}. */
  NotifySocket(String socket) {
    systemd = new DomainSocketAddress(path(socket));
    thread =
        new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("holdfast-systemd", true), EpollIoHandler.newFactory());
    // Not connected: after the other end was replaced the next datagram still arrives.
    opened =
        new Bootstrap()
            .group(thread)
            .channel(EpollDomainDatagramChannel.class)
            .handler(new ChannelInboundHandlerAdapter())
            .bind(ANY);
  }

  /** Whether this platform can; macOS cannot, nor an operating system with musl. */
  static boolean possible() {
    return Epoll.isAvailable();
  }

  /** An abstract name is spelled with an @ and begins with a NUL. */
  private static String path(String socket) {
    return socket.startsWith("@") ? '\0' + socket.substring(1) : socket;
  }

  @Override
  public void send(String state) {
    opened.addListener(open -> write(state));
  }

  private void write(String state) {
    opened
        .channel()
        .writeAndFlush(
            new DomainDatagramPacket(Unpooled.copiedBuffer(state, StandardCharsets.UTF_8), systemd))
        .addListener(sent -> result(sent.cause()));
  }

  private void result(@Nullable Throwable cause) {
    if (cause != null && failed.compareAndSet(false, true)) {
      LOG.warn("systemd notify=failed cause={} more=not-logged", cause.toString());
    }
  }

  /** Does {@code task} again and again on the sending thread; what it throws is logged once. */
  void every(Duration period, Runnable task) {
    thread.scheduleAtFixedRate(
        () -> guarded(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A periodic task that has thrown would not be run again. */
  private void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      if (threw.compareAndSet(false, true)) {
        LOG.warn("systemd task=failed more=not-logged", e);
      }
    }
  }

  /** Ends the thread, once what was said before is sent. Does not wait for it. */
  @Override
  public void close() {
    opened.addListener(open -> opened.channel().close());
    thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
