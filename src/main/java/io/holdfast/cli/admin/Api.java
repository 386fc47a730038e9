package io.holdfast.cli.admin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The paths of the administration interface. */
public final class Api {

  public static final String STATUS = "/api/status";
  public static final String SESSIONS = "/api/sessions";
  public static final String TURNS = "/api/turns";
  public static final String DELIVERIES = "/api/deliveries";
  public static final String PAIRINGS = "/api/pairings";
  public static final String LEASES = "/api/leases";
  public static final String DRAIN = "/api/drain";
  public static final String RESTART = "/api/restart";
  public static final String RELOAD = "/api/reload";
  public static final String PLAN = "/api/plan";
  public static final String BACKUP = "/api/backup";

  private Api() {}

  /** The life of the messages with a platform's id. */
  public static String trace(String message) {
    return "/api/messages/" + segment(message);
  }

  /** One thing of a list. */
  public static String one(String list, String id) {
    return list + "/" + segment(id);
  }

  /** What is done to one thing of a list. */
  public static String one(String list, String id, String verb) {
    return one(list, id) + "/" + verb;
  }

  /** A path with those parameters that have a value. */
  public static String query(String path, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .filter(parameter -> !parameter.getValue().isEmpty())
            .map(parameter -> parameter.getKey() + "=" + segment(parameter.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
