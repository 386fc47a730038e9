package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Where a connector goes on. */
public abstract class CursorContract extends StoreContract {

  protected CursorContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private String cursor(String connector) {
    return done(store.cursor(connector));
  }

  @Test
  @DisplayName("is nowhere before it was said, and where it was said last after that")
  void saved() {
    assertThat(cursor("chat")).isEmpty();
    done(store.saveCursor("chat", "1"));
    done(store.saveCursor("chat", "{\"seq\":2}"));
    assertThat(cursor("chat")).isEqualTo("{\"seq\":2}");
  }

  @Test
  @DisplayName("is each connector's own, and outlives a crash")
  void kept() {
    done(store.saveCursor("chat", "1"));
    done(store.saveCursor("other", "2"));
    crash();
    assertThat(cursor("chat")).isEqualTo("1");
    assertThat(cursor("other")).isEqualTo("2");
  }
}
