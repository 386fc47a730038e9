package io.holdfast.lab.nodes;

import io.holdfast.lab.history.Event.Effect;
import io.holdfast.lab.process.Resumption;
import io.holdfast.lab.process.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How long it takes from a kill until the first of the turns that it cut has an effect again. */
final class Takeovers {

  private final Tally tally;
  private final List<Resumption> open = new ArrayList<>();

  Takeovers(Tally tally) {
    this.tally = tally;
  }

  /** A node is about to be killed while it runs these turns, each with its attempt. */
  void cut(Map<String, Integer> running) {
    Resumption resumption = new Resumption(tally);
    resumption.cut(running);
    open.add(resumption);
  }

  void effect(Effect effect) {
    open.forEach(one -> one.runs(effect.turn(), effect.attempt()));
  }
}
