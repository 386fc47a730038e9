package io.holdfast.connector;

import io.holdfast.config.Glob;
import io.holdfast.config.Settings;
import io.holdfast.model.Attachment;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fetches the files that come with messages, within limits. Confined to one event loop. */
public final class Downloads {

  private static final int OK = 200;

  /**
   * What is fetched.
   *
   * @param bytes how large a file may be; 0 for none at all
   * @param types patterns of media types, one of which is enough
   * @param patience how long one may take
   */
  public record Limits(int bytes, List<String> types, Duration patience) {

    public Limits {
      types = List.copyOf(types);
    }

    /** What the section {@code files} of a connector's block says. */
    public static Limits of(Settings block) {
      Settings files = block.section("files");
      return new Limits(files.number("size"), files.texts("types"), files.duration("timeout"));
    }
  }

  /**
   * A file that a message names.
   *
   * @param type its media type
   * @param size in bytes; 0 where that is not told
   * @param link where people find it; empty for nowhere
   * @param way asks for the URL under which it is fetched
   */
  public record Source(
      String name, String type, long size, String link, Supplier<Future<String>> way) {}

  /**
   * What became of the files of a message.
   *
   * @param notes a line for each that was not fetched
   */
  public record Fetched(List<Attachment> files, List<String> notes) {

    /** Of a message without files. */
    public static final Fetched NONE = new Fetched(List.of(), List.of());

    public Fetched {
      files = List.copyOf(files);
      notes = List.copyOf(notes);
    }

    /** The text of the message with the notes below it. */
    public String below(String text) {
      return Stream.concat(Stream.of(text).filter(one -> !one.isBlank()), notes.stream())
          .collect(Collectors.joining("\n"));
    }
  }

  /** Why a file is not fetched, in words for people. */
  private static final class Obstacle extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Obstacle(String why) {
      super(why, null, false, false);
    }
  }

  private final Limits limits;
  // In a field for as long as it is wanted: Vert.x closes a client that nobody refers to.
  private final HttpClient client;
  private String last = "";
  private Fetched lastFetched = Fetched.NONE;

  public Downloads(Vertx vertx, Limits limits) {
    this.limits = limits;
    this.client = vertx.createHttpClient();
  }

  /**
   * Fetches one after the other; a message that is offered again at once has what it had. Never
   * fails: of what cannot be had, the text says why.
   *
   * @param message what tells it from any other
   */
  public Future<Fetched> fetch(String message, List<Source> sources) {
    if (sources.isEmpty()) {
      return Future.succeededFuture(Fetched.NONE);
    }
    return message.equals(last)
        ? Future.succeededFuture(lastFetched)
        : all(sources, new ArrayList<>(), new ArrayList<>())
            .onSuccess(
                fetched -> {
                  last = message;
                  lastFetched = fetched;
                });
  }

  private Future<Fetched> all(List<Source> left, List<Attachment> files, List<String> notes) {
    if (left.isEmpty()) {
      return Future.succeededFuture(new Fetched(files, notes));
    }
    Source next = left.get(0);
    return Future.succeededFuture(next)
        .compose(this::one)
        .transform(
            done -> {
              if (done.succeeded()) {
                files.add(new Attachment(next.name(), next.type(), base64(done.result())));
              } else {
                notes.add(note(next, done.cause()));
              }
              return all(left.subList(1, left.size()), files, notes);
            });
  }

  private Future<Buffer> one(Source source) {
    if (limits.types().stream().noneMatch(type -> Glob.matches(type, source.type()))) {
      throw new Obstacle("files of the type " + source.type() + " are not taken");
    }
    if (source.size() > limits.bytes() || limits.bytes() == 0) {
      throw tooLarge();
    }
    return source
        .way()
        .get()
        .compose(url -> client.request(options(url)))
        .compose(HttpClientRequest::send)
        .compose(this::body)
        .timeout(limits.patience().toMillis(), TimeUnit.MILLISECONDS);
  }

  private RequestOptions options(String url) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setAbsoluteURI(url)
        .setConnectTimeout(limits.patience().toMillis())
        .setIdleTimeout(limits.patience().toMillis());
  }

  private Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != OK) {
      throw new Obstacle("it is not to be had (" + response.statusCode() + ")");
    }
    Buffer body = Buffer.buffer();
    Promise<Buffer> whole = Promise.promise();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    response.handler(
        piece -> {
          if (body.length() + piece.length() > limits.bytes()) {
            whole.tryFail(tooLarge());
            response.request().reset();
          } else {
            body.appendBuffer(piece);
          }
        });
    return whole.future();
  }

  private Obstacle tooLarge() {
    return new Obstacle(
        limits.bytes() == 0
            ? "files are not taken"
            : "it is larger than " + limits.bytes() + " bytes");
  }

  private static String base64(Buffer body) {
    return Base64.getEncoder().encodeToString(body.getBytes());
  }

  /** Nothing of any other failure: it may have a token in it. */
  private static String note(Source source, Throwable cause) {
    String why = cause instanceof Obstacle ? cause.getMessage() : "it could not be fetched";
    return source.link().isEmpty()
        ? "[" + source.name() + ": " + why + "]"
        : "[" + source.name() + "](" + source.link() + ") (" + why + ")";
  }

  /** Cuts what is under way. */
  public Future<Void> close() {
    return client.close();
  }
}
