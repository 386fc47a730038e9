package io.holdfast.cli.admin;

import io.holdfast.cli.admin.AdminException.Refused;
import io.holdfast.cli.admin.AdminException.Unreachable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks a gateway. Each request blocks, and throws {@link AdminException} unless it succeeds. */
public final class AdminClient {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();
  private final Reach reach;

  public AdminClient(Reach reach) {
    this.reach = reach;
  }

  /** Where it asks. */
  public URI url() {
    return reach.url();
  }

  /** The answer to a question. */
  public Answer get(String path) {
    return succeeded(send(request(path, ANSWER).GET().build(), BodyHandlers.ofString()));
  }

  /** Has something done that takes no time. */
  public Answer post(String path) {
    return post(path, "application/json", "", ANSWER);
  }

  /** Has something done; {@code patience} is how long it may take. */
  public Answer post(String path, String type, String body, Duration patience) {
    BodyPublisher content =
        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    HttpRequest.Builder request = request(path, patience).POST(content);
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    return succeeded(send(request.build(), BodyHandlers.ofString()));
  }

  /**
   * The answer, whatever its status; empty when nothing is there. What is there and says nothing in
   * time has answered with {@link Answer#SILENCE}.
   */
  public Optional<Answer> look(String path, Duration patience) {
    try {
      HttpResponse<String> response =
          http.send(request(path, patience).GET().build(), BodyHandlers.ofString());
      return Optional.of(new Answer(response.statusCode(), response.body()));
    } catch (HttpConnectTimeoutException nothing) {
      return Optional.empty();
    } catch (HttpTimeoutException silent) {
      return Optional.of(new Answer(Answer.SILENCE, ""));
    } catch (IOException nothing) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Copies what is at {@code path} to {@code to}, which it leaves open. */
  public void download(String path, OutputStream to) throws IOException {
    // The time is until the answer begins; how long a database takes is the disk's to say.
    HttpResponse<InputStream> response =
        send(request(path, Duration.ofMinutes(30)).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        String text = new String(body.readNBytes(64 * 1024), StandardCharsets.UTF_8);
        throw refused(response.statusCode(), text);
      }
      body.transferTo(to);
    }
  }

  private HttpRequest.Builder request(String path, Duration patience) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(reach.url() + path)).timeout(patience);
    request.header("Accept", "application/json, application/problem+json;q=0.9, */*;q=0.1");
    reach.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unreachable(reach.url(), "interrupted");
    } catch (IOException e) {
      throw new Unreachable(reach.url(), cause(e));
    }
  }

  private static String cause(IOException e) {
    if (e instanceof HttpTimeoutException || e instanceof InterruptedIOException) {
      return "no answer in time";
    }
    if (e instanceof ConnectException) {
      return e.getCause() instanceof UnresolvedAddressException
          ? "no such host"
          : "connection refused";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private Answer succeeded(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw refused(response.statusCode(), response.body());
    }
    return new Answer(response.statusCode(), response.body());
  }

  private Refused refused(int status, String body) {
    Problem problem = Problem.of(status, body, reach);
    return new Refused(status, problem.toString(), problem.faults());
  }
}
