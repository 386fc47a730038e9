/**
 * The runner SPI, the verticle that runs it, and one room per implementation.
 *
 * <p>What lives here claims turns, runs an agent and hands its outcome to the store. It may use
 * everything below, never a connector.
 */
@NullMarked
package io.holdfast.runner;

import org.jspecify.annotations.NullMarked;
