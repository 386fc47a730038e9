package io.holdfast.config;

/**
 * One verticle's block.
 *
 * @param id the block's name, which is the verticle's id
 * @param type the implementation
 * @param settings the other keys of the block
 */
public record Block(String id, String type, Settings settings) {}
