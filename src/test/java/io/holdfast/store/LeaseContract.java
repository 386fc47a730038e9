package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Lease;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What may be used by one process at a time. In the suite, others are dead at once. */
public abstract class LeaseContract extends StoreContract {

  protected LeaseContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private Lease lease(String name, String node) {
    return done(store.lease(name, node));
  }

  @Test
  @DisplayName("whoever asks first gets it, keeps it by asking, and it is the same one all along")
  void renews() {
    Lease first = lease("chat/token", NODE);
    assertThat(first.holder()).isEqualTo(NODE);
    assertThat(first.generation()).isEqualTo(1);
    assertThat(lease("chat/token", NODE).generation()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "it counts for as long as a sign of life does, and longer where nobody else can come")
  void counts() {
    assertThat(lease("chat/token", NODE).left()).isEqualTo(left());
  }

  /** How long a lease counts here, in milliseconds. */
  protected abstract long left();

  @Test
  @DisplayName("the next process gets at once what a dead one held, and it is another one then")
  void survivor() {
    lease("chat/token", NODE);
    crash();
    Lease anew = lease("chat/token", "node-2");
    assertThat(anew.holder()).isEqualTo("node-2");
    assertThat(anew.generation()).isEqualTo(2);
  }

  @Test
  @DisplayName("what was given up is another one when it is taken again, by whomever")
  void givenUp() {
    lease("chat/token", NODE);
    done(store.giveUp("chat/token", NODE));
    assertThat(lease("chat/token", NODE).generation()).isEqualTo(2);
  }

  @Test
  @DisplayName("nobody gives up what another one holds")
  void notHis() {
    lease("chat/token", NODE);
    done(store.giveUp("chat/token", "node-2"));
    done(store.giveUp("chat/other", NODE));
    assertThat(lease("chat/token", NODE).generation()).isEqualTo(1);
  }

  @Test
  @DisplayName("each name is a lease of its own")
  void names() {
    lease("chat/token", NODE);
    lease("chat/token", "node-2");
    assertThat(lease("chat/other", "node-2").generation()).isEqualTo(1);
  }
}
