package io.holdfast.store.sql;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.Proxy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The readers")
class ReadersTest {

  private final Vertx vertx = Vertx.vertx();
  private final Readers readers = new Readers(List.of(transactions(), transactions()));

  @AfterEach
  void close() throws InterruptedException {
    readers.close();
    done(vertx.close());
  }

  private static Transactions transactions() {
    return (Transactions)
        Proxy.newProxyInstance(
            Transactions.class.getClassLoader(),
            new Class<?>[] {Transactions.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "commit" -> true;
                  case "diagnosis" -> new Plain();
                  default -> null;
                });
  }

  private Future<String> ask(Question<String> question) {
    return readers.ask((ContextInternal) vertx.getOrCreateContext(), question);
  }

  @Test
  @DisplayName("answer on when there was no memory for an answer, as often as there are of them")
  void noMemory() {
    for (int times = 0; times < 3; times++) {
      Future<String> lost =
          ask(
              db -> {
                throw new OutOfMemoryError("for a file");
              });
      assertThat(catchThrowable(() -> done(lost))).hasMessage("for a file");
    }
    assertThat(done(ask(db -> "there"))).isEqualTo("there");
  }
}
