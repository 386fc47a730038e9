package io.holdfast.runner;

import java.time.Duration;
import java.util.List;

/**
 * What a runner asks permission for.
 *
 * @param label what its step is called
 * @param text what people are asked, in Markdown; how to answer is said below it
 * @param approvers who may decide, by the ids of senders; empty for whoever may write in the chat
 * @param patience how long they may take, before it is refused
 */
public record PermissionRequest(
    String label, String text, List<String> approvers, Duration patience) {

  public PermissionRequest {
    approvers = List.copyOf(approvers);
  }
}
