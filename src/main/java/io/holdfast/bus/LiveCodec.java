package io.holdfast.bus;

import io.holdfast.model.Live;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;

/** Hands live events over as they are; records are immutable, and the bus is local. */
final class LiveCodec implements MessageCodec<Live, Live> {

  private static final String NAME = "holdfast.live";
  static final DeliveryOptions OPTIONS =
      new DeliveryOptions().setCodecName(NAME).setLocalOnly(true);

  @Override
  public void encodeToWire(Buffer buffer, Live event) {
    throw new UnsupportedOperationException("the bus is local");
  }

  @Override
  public Live decodeFromWire(int position, Buffer buffer) {
    throw new UnsupportedOperationException("the bus is local");
  }

  @Override
  public Live transform(Live event) {
    return event;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
