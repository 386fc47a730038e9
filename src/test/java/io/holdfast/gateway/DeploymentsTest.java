package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A verticle of a plugin")
class DeploymentsTest {

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  @Test
  @DisplayName("has its libraries look for more of themselves in its own jar, also in a timer")
  void classes() throws Exception {
    try (URLClassLoader own = new URLClassLoader(new URL[0], getClass().getClassLoader())) {
      Promise<ClassLoader> atStart = Promise.promise();
      Promise<ClassLoader> later = Promise.promise();
      new Deployments(vertx)
          .deploy(
              "runner.x",
              new VerticleBase() {
                @Override
                public Future<?> start() {
                  atStart.complete(Thread.currentThread().getContextClassLoader());
                  vertx.setTimer(
                      1, on -> later.complete(Thread.currentThread().getContextClassLoader()));
                  return Future.succeededFuture();
                }
              },
              own);
      assertThat(atStart.future().await(20, TimeUnit.SECONDS)).isSameAs(own);
      assertThat(later.future().await(20, TimeUnit.SECONDS)).isSameAs(own);
    }
  }
}
