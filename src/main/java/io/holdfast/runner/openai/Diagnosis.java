package io.holdfast.runner.openai;

import java.util.regex.Pattern;

/**
 * Turns what a server said into what is to be done about it and what a person is told.
 *
 * @param model the model's name
 * @param apiKey what must not be repeated
 */
record Diagnosis(String model, String apiKey) {

  private static final int LONGEST_DETAIL = 300;

  /** What looks like a key, also one that its provider has masked in part. */
  private static final Pattern KEY =
      Pattern.compile("(?i)(bearer\\s+\\S+|\\b[a-z]{2,4}[-_][\\w*.-]{12,}|[\\w-]*\\*{4,}[\\w-]*)");

  /** An error response. */
  ModelFailure of(int status, ProviderError error) {
    String detail = presentable(error.message());
    if (tooLong(status, error)) {
      return ModelFailure.permanent(
          "too-long", "The conversation is too long for the model, /new starts another", detail);
    }
    if (status == 402 || error.mentions("insufficient_quota", "billing_hard_limit")) {
      return ModelFailure.permanent(
          "no-credit", "The model provider wants its account to be paid" + shown(status), detail);
    }
    return switch (status) {
      case 401 ->
          ModelFailure.permanent(
              "key-refused", "The model provider refused the API key (401)", detail);
      case 403 ->
          ModelFailure.permanent(
              "not-allowed", "The model provider does not allow this request (403)", detail);
      case 404 ->
          ModelFailure.permanent(
              "no-such-model",
              "The model server does not know the model " + model + " (404)",
              detail);
      case 429 ->
          ModelFailure.passing(
              "rate-limited", "The model provider takes no more requests now (429)", detail);
      default -> other(status, detail);
    };
  }

  private static ModelFailure other(int status, String detail) {
    if (status >= 500 || status == 408 || status == 409 || status == 425) {
      return ModelFailure.passing(
          "provider-failed", "The model server failed" + shown(status), detail);
    }
    if (status >= 300 && status < 400) {
      return ModelFailure.permanent(
          "moved", "The model server is at another address" + shown(status), detail);
    }
    return ModelFailure.permanent(
        "request-refused", "The model server refused the request" + shown(status), detail);
  }

  /** An error in the middle of an answer, after a 200. */
  ModelFailure inAnswer(ProviderError error) {
    return of(statusOf(error.type()), error);
  }

  /** The status that an error type stands for; 500 where trying again is worth it. */
  private static int statusOf(String type) {
    for (String word : type.split(" ", -1)) {
      if (word.matches("[45]\\d\\d")) {
        return Integer.parseInt(word);
      }
    }
    if (type.contains("rate_limit")) {
      return 429;
    }
    if (type.contains("authentication") || type.contains("invalid_api_key")) {
      return 401;
    }
    if (type.contains("permission")) {
      return 403;
    }
    return type.contains("invalid_request") ? 400 : 500;
  }

  private static boolean tooLong(int status, ProviderError error) {
    return status == 413
        || (status >= 400
            && status < 500
            && error.mentions(
                "context_length",
                "context length",
                "context window",
                "context size",
                "maximum context",
                "prompt is too long"));
  }

  private static String shown(int status) {
    return " (" + status + ")";
  }

  /** One line of bounded length without anything that looks like a key. */
  String presentable(String message) {
    String text = message.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (!apiKey.isEmpty()) {
      text = text.replace(apiKey, "…");
    }
    text = KEY.matcher(text).replaceAll("…");
    return text.length() <= LONGEST_DETAIL ? text : text.substring(0, LONGEST_DETAIL).strip() + "…";
  }

  /** A connection that could not be made, or was lost before the answer began. */
  ModelFailure unreachable(Throwable cause) {
    String name = cause.getClass().getSimpleName();
    String detail = cause.getMessage() == null ? name : cause.getMessage();
    return ModelFailure.passing(
        "unreachable", "The model server could not be reached", presentable(detail));
  }
}
