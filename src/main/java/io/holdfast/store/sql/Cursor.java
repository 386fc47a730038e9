package io.holdfast.store.sql;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a list, as text that says nothing to who carries it.
 *
 * @param first what the list is ordered by
 * @param second what it is ordered by where the first is the same; 0 where it never is
 */
record Cursor(long first, long second) {

  /** Before the first item of any list. */
  static final Cursor START = new Cursor(Long.MAX_VALUE, Long.MAX_VALUE);

  private static final Pattern FORM = Pattern.compile("([a-z]+):(\\d{1,18}):(\\d{1,18})");

  /** Reads what {@link #text} wrote for the same list; fails with IllegalArgumentException else. */
  static Cursor of(String list, String text) {
    if (text.isEmpty()) {
      return START;
    }
    Matcher form = FORM.matcher(decoded(text));
    if (!form.matches() || !form.group(1).equals(list)) {
      throw foreign();
    }
    return new Cursor(Long.parseLong(form.group(2)), Long.parseLong(form.group(3)));
  }

  String text(String list) {
    byte[] plain = (list + ":" + first + ":" + second).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(plain);
  }

  private static String decoded(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.ISO_8859_1);
    } catch (IllegalArgumentException notBase64) {
      throw foreign();
    }
  }

  private static IllegalArgumentException foreign() {
    return new IllegalArgumentException("the cursor is not one of this list");
  }
}
