package io.holdfast.lab.world;

import io.holdfast.config.Block;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.Courtesy;
import io.holdfast.connector.Facts;
import io.holdfast.connector.OnUnknown;
import io.holdfast.connector.Outbox;
import io.holdfast.connector.Platform;
import io.holdfast.connector.Post;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.failpoint.Halted;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Sender;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** Links a board: what was written there is confirmed when it is committed. */
final class BoardConnector extends VerticleBase implements Platform {

  private static final long AGAIN = 50;

  private final Board board;
  private final Facts facts;
  private final OnUnknown policy;
  private final Block block;
  private final ConnectorServices services;
  private Outbox outbox;
  private Courtesy courtesy;
  private long again = -1;
  private boolean reading;
  private boolean stopped;

  BoardConnector(
      Board board, Facts facts, OnUnknown policy, Block block, ConnectorServices services) {
    this.board = board;
    this.facts = facts;
    this.policy = policy;
    this.block = block;
    this.services = services;
  }

  @Override
  public Future<?> start() {
    outbox = new Outbox(vertx, block.id(), facts, this, policy, services);
    courtesy = new Courtesy(this, services);
    outbox.open();
    Context mine = context;
    board.reads(() -> wake(mine));
    read();
    return Future.succeededFuture();
  }

  private void wake(Context mine) {
    try {
      mine.runOnContext(now -> read());
    } catch (RejectedExecutionException | IllegalStateException gone) {
      // The next life reads it.
    }
  }

  private void read() {
    Optional<Board.Note> note = board.next();
    if (reading || stopped || note.isEmpty()) {
      return;
    }
    reading = true;
    services
        .offer(said(note.get()), courtesy)
        .onComplete(
            offered -> {
              reading = false;
              if (offered.succeeded()) {
                board.confirm(note.get());
                read();
              } else if (!stopped) {
                again = vertx.setTimer(AGAIN, late -> read());
              }
            });
  }

  private Inbound said(Board.Note note) {
    Address here = new Address(block.id(), block.id(), "");
    return new Inbound(here, note.id(), new Sender("ann", ""), note.text(), List.of(), 0);
  }

  @Override
  public Future<String> send(Post post) {
    alive();
    return board.send(post);
  }

  @Override
  public Future<Optional<String>> find(Post post) {
    alive();
    return board.find(post);
  }

  /** The dead send nothing. */
  private static void alive() {
    if (((Life) Failpoints.fuse().orElseThrow()).dead()) {
      throw new Halted("send");
    }
  }

  @Override
  public Future<?> stop() {
    stopped = true;
    vertx.cancelTimer(again);
    return outbox.close();
  }
}
