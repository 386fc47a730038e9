package io.holdfast.model;

/**
 * One drain, with its own id.
 *
 * @param id unique for ever
 * @param node the process that drains
 * @param scope what it stops
 * @param reason what its markers will say
 */
public record Stop(String id, String node, Scope scope, Reason reason) {}
