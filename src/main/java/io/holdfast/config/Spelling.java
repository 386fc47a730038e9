package io.holdfast.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses which word was meant. */
final class Spelling {

  private Spelling() {}

  /** "did you mean …?" if one of {@code words} is close, else the empty string. */
  static String suggestion(String written, Collection<String> words) {
    String plain = plain(written);
    return words.stream()
        .filter(word -> distance(plain, plain(word)) <= Math.max(1, word.length() / 3))
        .min(Comparator.comparingInt(word -> distance(plain, plain(word))))
        .map(word -> "did you mean `" + word + "`?")
        .orElse("");
  }

  /** {@code baseUrl} and {@code base_url} mean {@code base-url}. */
  private static String plain(String word) {
    return word.replaceAll("([a-z])([A-Z])", "$1-$2")
        .replace('_', '-')
        .toLowerCase(java.util.Locale.ROOT);
  }

  /** How many letters to insert, remove, change or swap with their neighbour. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int least = cost[i - 1][j - 1] + (same ? 0 : 1);
    least = Math.min(least, Math.min(cost[i - 1][j], cost[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
  }
}
