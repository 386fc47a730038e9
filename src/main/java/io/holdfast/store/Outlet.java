package io.holdfast.store;

import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.Draft;
import io.holdfast.model.Head;
import io.holdfast.model.Made;
import io.holdfast.model.Settlement;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What goes out to chats, and what became of it. See {@link Store}, of which this is a part. */
public interface Outlet {

  /**
   * PENDING deliveries of a connector for an audience with {@code seq} greater than {@code after},
   * by seq, at most {@code limit}, and none after those whose files are {@link Made#ENOUGH}.
   */
  Future<List<Delivery>> due(String connector, Audience audience, long after, int limit);

  /**
   * As {@link #due}, and with them those that are SENT and have a {@code seq} greater than {@code
   * settledAfter}: where several processes have the store open, another may have got a delivery
   * acknowledged before this one has looked. All of it as of one moment.
   */
  Future<Made> made(String connector, Audience audience, long after, long settledAfter, int limit);

  /** As {@link #made}, but without the files of replies: for those who only look what is there. */
  Future<Made> glance(
      String connector, Audience audience, long after, long settledAfter, int limit);

  /** Makes PENDING and HELD deliveries of a connector SENT; all others are passed over. */
  Future<Void> delivered(String connector, List<String> deliveries, long now);

  /**
   * What goes out next in each chat of a connector whose sends cannot be repeated for ever: the
   * delivery that is ATTEMPTING or UNKNOWN, else the first that is PENDING. Those first that wait
   * for nothing, then by when they may be tried, then by seq; at most {@code limit}.
   */
  Future<List<Head>> heads(String connector, int limit);

  /**
   * Commits, before it is written to the platform, that a piece of a delivery is: one that is
   * PENDING or UNKNOWN becomes ATTEMPTING.
   *
   * @param from where the piece begins in the delivery's text, which is how far it is sent
   * @param upto where it ends; the same each time, once it is not known what became of it
   * @return false, and nothing is changed, when it is in another state, or sent further
   */
  Future<Boolean> attempting(String connector, String delivery, int from, int upto, long now);

  /**
   * Commits what became of a piece of a delivery that is ATTEMPTING or UNKNOWN. After {@link
   * Settlement.Later} it is PENDING again, or UNKNOWN if an earlier attempt of the piece was.
   *
   * @param from where the piece begins
   * @return false, and nothing is changed, when it is in another state, or sent further
   */
  Future<Boolean> settle(String connector, String delivery, int from, Settlement as, long now);

  /**
   * The message in which the turn of {@code attempt} is shown; empty where it has none, and where
   * that attempt does not run.
   */
  Future<Optional<Draft>> draft(AttemptId attempt);

  /**
   * Commits, before it is written to the platform, that a turn is shown in a message. The turn's
   * next attempts go on with it, until it becomes the first piece of its reply; see {@link Head}.
   *
   * @return false, and nothing is changed, when that attempt does not run or the turn has a draft
   */
  Future<Boolean> drafting(AttemptId attempt, Draft draft);

  /**
   * Commits what became of a draft.
   *
   * @param key the draft's
   * @param receipt the platform's id of the message; empty when it is gone, for ever
   * @return false, and nothing is changed, when there is no such draft, or it is gone
   */
  Future<Boolean> drafted(String key, String receipt);
}
