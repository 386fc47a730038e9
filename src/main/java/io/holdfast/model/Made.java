package io.holdfast.model;

import java.util.List;

/**
 * What was made for an audience since it was last asked about.
 *
 * @param newest the highest {@link Delivery#seq()} that there is, whoever it is for; 0 for none
 * @param deliveries in their order
 */
public record Made(long newest, List<Delivery> deliveries) {

  /**
   * So much of files, in characters of base64, is enough for one look: the rest is for the next.
   */
  public static final int ENOUGH = 1 << 20;

  public Made {
    deliveries = List.copyOf(deliveries);
  }

  /** Whether there may be more than a look for at most {@code limit} has given. */
  public boolean isFull(int limit) {
    return deliveries.size() >= limit
        || deliveries.stream().mapToLong(Delivery::weight).sum() >= ENOUGH;
  }
}
