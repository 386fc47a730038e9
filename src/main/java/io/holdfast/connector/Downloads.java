package io.holdfast.connector;

import io.holdfast.config.Glob;
import io.holdfast.config.Settings;
import io.holdfast.model.Attachment;
import io.holdfast.model.Missed;
import io.holdfast.retry.Bound;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Fetches the files that come with messages, within limits. Confined to one event loop. */
public final class Downloads {

  private static final int OK = 200;
  private static final int TOO_MANY = 429;
  private static final int SERVER = 500;

  /** Between two tries, in milliseconds. */
  private static final long PAUSE = 300;

  /**
   * What is fetched.
   *
   * @param bytes how large the files of a message may be together; 0 for none at all
   * @param types patterns of media types, one of which is enough
   * @param patience how long the files of a message may take together
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
   * @param missed those that were not fetched, in their order
   */
  public record Fetched(List<Attachment> files, List<Missed> missed) {

    /** Of a message without files. */
    public static final Fetched NONE = new Fetched(List.of(), List.of());

    public Fetched {
      files = List.copyOf(files);
      missed = List.copyOf(missed);
    }

    /** The text of the message with a line below it for each that was not fetched. */
    public String below(String text) {
      return Missed.below(text, missed);
    }
  }

  /** Why a file is not fetched, in words for people. */
  private static final class Obstacle extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Obstacle(String why) {
      super(why, null, false, false);
    }
  }

  private final Vertx vertx;
  private final Limits limits;
  // In a field for as long as it is wanted: Vert.x closes a client that nobody refers to.
  private final HttpClient client;
  private boolean closed;
  private String last = "";
  private Fetched lastFetched = Fetched.NONE;

  public Downloads(Vertx vertx, Limits limits) {
    this.vertx = vertx;
    this.limits = limits;
    this.client = vertx.createHttpClient();
  }

  /**
   * Fetches one after the other; a message that is offered again at once has what it had. What
   * cannot be had does not fail it: the text says why. Fails once this is closed, so that nothing
   * is said of files that only nobody had the time for.
   *
   * @param message what tells it from any other
   */
  public Future<Fetched> fetch(String message, List<Source> sources) {
    if (sources.isEmpty()) {
      return Future.succeededFuture(Fetched.NONE);
    }
    return message.equals(last)
        ? Future.succeededFuture(lastFetched)
        : new Errand(sources)
            .next()
            .onSuccess(
                fetched -> {
                  last = message;
                  lastFetched = fetched;
                });
  }

  /** The files of one message. */
  private final class Errand {

    private final Iterator<Source> left;
    private final List<Attachment> files = new ArrayList<>();
    private final List<Missed> missed = new ArrayList<>();
    private final long end = System.nanoTime() + limits.patience().toNanos();
    private long room = limits.bytes();

    private Errand(List<Source> sources) {
      this.left = sources.iterator();
    }

    private long patience() {
      return TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }

    private Future<Fetched> next() {
      if (closed) {
        return Future.failedFuture("it stops");
      }
      if (!left.hasNext()) {
        return Future.succeededFuture(new Fetched(files, missed));
      }
      Source source = left.next();
      return Future.succeededFuture(source)
          .compose(this::twice)
          .transform(
              done -> {
                if (done.succeeded()) {
                  room -= done.result().length();
                  files.add(new Attachment(source.name(), source.type(), base64(done.result())));
                } else {
                  missed.add(missed(source, done.cause()));
                }
                return next();
              });
    }

    private Missed missed(Source source, Throwable cause) {
      int place = files.size() + missed.size();
      return new Missed(place, source.name(), source.type(), source.size(), note(source, cause));
    }

    /** What goes wrong in passing does not take a file away for good. */
    private Future<Buffer> twice(Source source) {
      return once(source)
          .recover(
              cause ->
                  cause instanceof Obstacle || closed || patience() <= PAUSE
                      ? Future.failedFuture(cause)
                      : vertx.timer(PAUSE, TimeUnit.MILLISECONDS).compose(over -> once(source)));
    }

    private Future<Buffer> once(Source source) {
      String type = Attachment.mediaType(source.type());
      if (limits.types().stream().noneMatch(pattern -> Glob.matches(pattern, type))) {
        throw new Obstacle("files of the type " + type + " are not taken");
      }
      if (source.size() > room || limits.bytes() == 0) {
        throw tooLarge();
      }
      long patience = patience();
      if (patience <= 0) {
        throw new Obstacle("it took too long");
      }
      return new Bound(patience).on(vertx, () -> load(source, patience));
    }

    private Future<Buffer> load(Source source, long patience) {
      return source
          .way()
          .get()
          .compose(url -> client.request(options(url, patience)))
          .compose(request -> request.send().compose(response -> body(response, room)));
    }
  }

  private static RequestOptions options(String url, long patience) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setAbsoluteURI(url)
        .setConnectTimeout(patience)
        .setIdleTimeout(patience);
  }

  private Future<Buffer> body(HttpClientResponse response, long room) {
    if (response.statusCode() != OK) {
      response.request().reset();
      throw refused(response.statusCode());
    }
    Buffer body = Buffer.buffer();
    Promise<Buffer> whole = Promise.promise();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    response.handler(
        piece -> {
          if (body.length() + piece.length() > room) {
            whole.tryFail(tooLarge());
            response.request().reset();
          } else {
            body.appendBuffer(piece);
          }
        });
    return whole.future();
  }

  /** Others may pass. */
  private static RuntimeException refused(int status) {
    return status < SERVER && status != TOO_MANY
        ? new Obstacle("it is not to be had (" + status + ")")
        : new IllegalStateException("answered " + status);
  }

  private Obstacle tooLarge() {
    return new Obstacle(
        limits.bytes() == 0
            ? "files are not taken"
            : "more than " + limits.bytes() + " bytes at a time are not taken");
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

  /** Cuts what is under way, which fails. */
  public Future<Void> close() {
    closed = true;
    return client.close();
  }
}
