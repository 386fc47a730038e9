package io.holdfast.config;

import io.holdfast.model.DoubleText;
import io.holdfast.model.Route;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Gives a complete and valid configuration as records. */
final class ConfigReader {

  private ConfigReader() {}

  static Config read(JsonObject config) {
    Settings whole = new Settings(config);
    return new Config(
        http(whole.section("http")),
        database(whole.section("store")),
        retention(whole.section("store")),
        whole.duration("drain-timeout"),
        resume(whole.section("resume")),
        admin(whole.section("admin")),
        deliveries(whole.section("deliveries")),
        optional(whole.section("tracing").text("otlp")),
        whole.flag("watch"),
        optional(whole.text("plugins")).map(Path::of),
        blocks(config.getJsonObject("connectors")),
        blocks(config.getJsonObject("runners")),
        routes(config, whole));
  }

  private static Config.Database database(Settings store) {
    return optional(store.text("postgres"))
        .<Config.Database>map(uri -> shared(uri, store))
        .orElseGet(() -> new Config.Embedded(Path.of(store.text("sqlite"))));
  }

  private static Config.Shared shared(String uri, Settings store) {
    return new Config.Shared(
        uri,
        optional(store.text("password")),
        optional(store.text("ca")).map(Path::of),
        store.number("readers"));
  }

  private static Optional<Duration> retention(Settings store) {
    return store.has("retention") ? Optional.of(store.duration("retention")) : Optional.empty();
  }

  private static Config.Http http(Settings http) {
    return new Config.Http(http.text("host"), http.number("port"));
  }

  private static Config.Resume resume(Settings resume) {
    return new Config.Resume(
        resume.number("max-interruptions"),
        resume.duration("max-age"),
        Config.ResumeNotice.valueOf(resume.text("notice").toUpperCase(Locale.ROOT)),
        resume.duration("quick"));
  }

  private static Config.Admin admin(Settings admin) {
    return new Config.Admin(optional(admin.text("token")), admin.flag("loopback-without-token"));
  }

  private static Config.Deliveries deliveries(Settings deliveries) {
    return new Config.Deliveries(
        deliveries.duration("hold-after"), deliveries.number("hold-above"));
  }

  private static Optional<String> optional(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  private static List<Block> blocks(JsonObject blocks) {
    List<Block> list = new ArrayList<>();
    for (String id : blocks.fieldNames()) {
      JsonObject settings = blocks.getJsonObject(id).copy();
      String type = (String) settings.remove("type");
      list.add(new Block(id, type, new Settings(settings)));
    }
    return list;
  }

  private static Routes routes(JsonObject config, Settings whole) {
    return new Routes(
        whole.sections("routes").stream().map(ConfigReader::rule).toList(),
        config.getJsonObject("runners").fieldNames());
  }

  private static RouteRule rule(Settings rule) {
    Route route =
        new Route(
            rule.text("runner"),
            DoubleText.of(rule.text("double-text")).orElseThrow(),
            rule.number("max-queue"),
            rule.duration("collect-window").toMillis());
    return new RouteRule(rule.text("connector"), rule.text("chat"), route);
  }
}
