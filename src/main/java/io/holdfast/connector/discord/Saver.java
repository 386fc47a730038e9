package io.holdfast.connector.discord;

import io.holdfast.connector.ConnectorServices;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves a bookmark, at most one at a time: what changes meanwhile is saved after that. Confined to
 * one event loop.
 */
final class Saver {

  private static final Logger LOG = LoggerFactory.getLogger(Saver.class);

  private final String connector;
  private final ConnectorServices services;
  private final Bookmark bookmark;
  private Future<Void> saving = Future.succeededFuture();
  private boolean changed;

  Saver(String connector, ConnectorServices services, Bookmark bookmark) {
    this.connector = connector;
    this.services = services;
    this.bookmark = bookmark;
  }

  /** There is something to save, sooner or later. */
  void changed() {
    changed = true;
  }

  /** Saves what has changed; what cannot be saved now is saved with the next change. */
  void save() {
    if (!changed || !saving.isComplete()) {
      return;
    }
    changed = false;
    saving =
        services.store().saveCursor(connector, bookmark.cursor().text()).onFailure(this::failed);
    saving.onSuccess(saved -> save());
  }

  private void failed(Throwable cause) {
    changed = true;
    LOG.warn("event=cursor-unsaved connector={} cause={}", connector, cause.toString());
  }

  /** Saves for the last time. */
  Future<Void> last() {
    return saving.transform(
        before -> services.store().saveCursor(connector, bookmark.cursor().text()));
  }
}
