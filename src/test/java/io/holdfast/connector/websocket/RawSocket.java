package io.holdfast.connector.websocket;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket by hand, for clients that break rules which a library keeps. Blocks. */
final class RawSocket implements AutoCloseable {

  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  private static final int FINAL = 0x80;
  private static final int READ_TIMEOUT_MILLIS = 20_000;

  /** One frame of the server. */
  record Frame(int opcode, byte[] data) {
    String text() {
      return new String(data, StandardCharsets.UTF_8);
    }

    int closeCode() {
      return ByteBuffer.wrap(data).getShort();
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;

  RawSocket(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /** Sends a request with these headers and gives the head of the response. */
  String request(String path, String... headers) throws IOException {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      answer.append((char) in.readUnsignedByte());
    }
    return answer.toString();
  }

  /** Upgrades at {@code /ws/web}. */
  RawSocket upgrade() throws IOException {
    String answer =
        request(
            "/ws/web",
            "Host: 127.0.0.1",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Protocol: holdfast.v1");
    if (!answer.startsWith("HTTP/1.1 101")) {
      throw new IOException(answer);
    }
    return this;
  }

  /** Sends one final, masked frame. */
  void send(int opcode, byte[] data) throws IOException {
    send(FINAL | opcode, 0x80, data);
  }

  void send(String text) throws IOException {
    send(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a frame that is not masked, which clients must not do. */
  void sendUnmasked(String text) throws IOException {
    send(FINAL | TEXT, 0, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Sends a piece of a text message. */
  void sendPiece(boolean first, boolean last, String text) throws IOException {
    send((last ? FINAL : 0) | (first ? TEXT : 0), 0x80, text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(int first, int mask, byte[] data) throws IOException {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (data.length < 126) {
      frame.write(mask | data.length);
    } else if (data.length < 65536) {
      frame.write(mask | 126);
      frame.write(data.length >> 8);
      frame.write(data.length);
    } else {
      frame.write(mask | 127);
      frame.write(ByteBuffer.allocate(8).putLong(data.length).array());
    }
    if (mask != 0) {
      frame.write(new byte[4]);
    }
    frame.write(data);
    out.write(frame.toByteArray());
  }

  /** The next frame; fails at the end of the stream. */
  Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0F;
    long length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    return new Frame(opcode, in.readNBytes((int) length));
  }

  /** Every frame up to and with the Close. */
  List<Frame> readToClose() throws IOException {
    List<Frame> frames = new ArrayList<>();
    do {
      frames.add(read());
    } while (frames.get(frames.size() - 1).opcode() != CLOSE);
    return frames;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
