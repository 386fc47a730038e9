package io.holdfast.runner.openai;

import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;

/** Reads an error response. */
final class ErrorReader implements BodyReader {

  private static final int LONGEST = 64 * 1024;

  private final Diagnosis diagnosis;
  private final int status;
  private final Optional<Duration> wait;
  private final Buffer body = Buffer.buffer();

  ErrorReader(Diagnosis diagnosis, int status, Optional<Duration> wait) {
    this.diagnosis = diagnosis;
    this.status = status;
    this.wait = wait;
  }

  @Override
  public void feed(Buffer bytes) {
    body.appendBuffer(bytes, 0, Math.min(bytes.length(), LONGEST - body.length()));
  }

  @Override
  public boolean complete() {
    return body.length() >= LONGEST;
  }

  @Override
  public Answer end() {
    ProviderError error = ProviderError.of(body.toString());
    throw diagnosis.of(status, error).with(wait, error);
  }
}
