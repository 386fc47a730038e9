package io.holdfast.connector.websocket;

import io.holdfast.model.*;
import io.holdfast.store.*;
import io.vertx.core.*;
import java.lang.reflect.Proxy;
import java.util.*;

final class FakeStore {
  static Store create(Doorbell bus) {
    Map<String, Acceptance.Accepted> seen = new HashMap<>();
    Map<String, String> prints = new HashMap<>();
    Deque<Claimed> queue = new ArrayDeque<>();
    Map<String, Claimed> running = new HashMap<>();
    TreeMap<Long, Delivery> due = new TreeMap<>();
    long[] n = {0};
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (p, m, a) -> {
              synchronized (seen) {
                switch (m.getName()) {
                  case "accept":
                  case "command":
                    {
                      Inbound in = (Inbound) a[0];
                      if (seen.containsKey(in.platformId())) {
                        if (!in.fingerprint().equals(prints.get(in.platformId())))
                          return Future.succeededFuture(
                              new Acceptance.Refused(RejectCode.ID_REUSED, "x"));
                        Acceptance.Accepted s = seen.get(in.platformId());
                        return Future.succeededFuture(
                            new Acceptance.Accepted(s.message(), s.turn(), s.state(), true));
                      }
                      String t = "t" + ++n[0];
                      Acceptance.Accepted acc =
                          new Acceptance.Accepted(
                              "m" + n[0],
                              t,
                              m.getName().equals("accept") ? TurnState.QUEUED : TurnState.DONE,
                              false);
                      seen.put(in.platformId(), acc);
                      prints.put(in.platformId(), in.fingerprint());
                      if (m.getName().equals("accept"))
                        queue.add(
                            new Claimed(
                                new AttemptId(t, 1),
                                in.address(),
                                List.of(new Message("m" + n[0], in, 0)),
                                null,
                                0,
                                0));
                      else {
                        long q = ++n[0];
                        due.put(
                            q,
                            new Delivery(
                                q,
                                "d" + q,
                                in.address(),
                                "",
                                new Outgoing.Notice(NoticeKind.COMMAND, "ok"),
                                List.of(in.platformId()),
                                0));
                        bus.due(in.address().connector(), in.address().chat());
                      }
                      Promise<Acceptance> pr = Promise.promise();
                      Context c = Vertx.currentContext();
                      if (c == null) return Future.succeededFuture(acc);
                      c.runOnContext(v -> pr.complete(acc));
                      return pr.future();
                    }
                  case "claim":
                    {
                      List<Claimed> l = new ArrayList<>(queue);
                      queue.clear();
                      l.forEach(c -> running.put(c.attempt().turn(), c));
                      return Future.succeededFuture(l);
                    }
                  case "finish":
                    {
                      Claimed c = running.remove(((AttemptId) a[0]).turn());
                      for (Object o : (List<?>) a[2]) {
                        long q = ++n[0];
                        due.put(
                            q,
                            new Delivery(
                                q,
                                "d" + q,
                                c.address(),
                                c.attempt().turn(),
                                (Outgoing) o,
                                c.inReplyTo(),
                                0));
                      }
                      bus.due(c.address().connector(), c.address().chat());
                      return Future.succeededFuture();
                    }
                  case "due":
                    {
                      Audience au = (Audience) a[1];
                      return Future.succeededFuture(
                          due.tailMap((Long) a[2], false).values().stream()
                              .filter(d -> au.includes(d.address().chat()))
                              .limit((Integer) a[3])
                              .toList());
                    }
                  case "delivered":
                    due.values().removeIf(d -> ((List<?>) a[1]).contains(d.id()));
                    return Future.succeededFuture();
                  case "open":
                  case "history":
                    return Future.succeededFuture(List.of());
                  default:
                    return Future.succeededFuture();
                }
              }
            });
  }
}
