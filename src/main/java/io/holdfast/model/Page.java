package io.holdfast.model;

import java.util.List;

/**
 * A piece of a long list.
 *
 * @param items in the order of the list
 * @param next what to ask for to get the piece after this one; empty at the end
 */
public record Page<T>(List<T> items, String next) {

  public Page {
    items = List.copyOf(items);
  }
}
