package io.holdfast.cli.admin;

import java.net.URI;
import java.util.Optional;

/**
 * Where a gateway is and how one gets in.
 *
 * @param url what paths are appended to
 * @param token the bearer token; empty where none is known
 * @param advice what to do when it lets nobody in with that
 */
public record Reach(URI url, Optional<String> token, String advice) {

  /** Shows no secret. */
  @Override
  public String toString() {
    return "Reach[" + url + "]";
  }
}
