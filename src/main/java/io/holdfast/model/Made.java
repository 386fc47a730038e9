package io.holdfast.model;

import java.util.List;

/**
 * What was made for an audience since it was last asked about.
 *
 * @param newest the highest {@link Delivery#seq()} that there is, whoever it is for; 0 for none
 * @param deliveries in their order
 */
public record Made(long newest, List<Delivery> deliveries) {

  public Made {
    deliveries = List.copyOf(deliveries);
  }
}
