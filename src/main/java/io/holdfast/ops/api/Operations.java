package io.holdfast.ops.api;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All operations; which one a request is about. */
record Operations(List<Operation> all) {

  Operations {
    all = List.copyOf(all);
  }

  Optional<Operation> find(String method, String path) {
    return at(path).stream().filter(operation -> operation.method().equals(method)).findFirst();
  }

  /** Why {@link #find} found nothing. */
  Refusal missing(String method, String path) {
    List<Operation> others = at(path);
    if (others.isEmpty()) {
      return Refusal.of(
          Kind.NOT_FOUND, "There is no such path; /api/openapi.json describes all there are.");
    }
    String allowed = others.stream().map(Operation::method).collect(Collectors.joining(", "));
    String detail = "found method " + method + ", accepted is " + allowed;
    return Refusal.withHeader(Kind.METHOD_NOT_ALLOWED, detail, "Allow", allowed);
  }

  private List<Operation> at(String path) {
    List<String> segments = Operation.segments(path);
    return all.stream().filter(operation -> operation.matches(segments)).toList();
  }
}
