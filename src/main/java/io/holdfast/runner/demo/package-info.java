/**
 * A runner that needs no key and shows what the gateway does: it counts, works, asks and fails on
 * demand, one journaled step at a time.
 *
 * <p>What lives here may use the runner SPI, config and model.
 */
@NullMarked
package io.holdfast.runner.demo;

import org.jspecify.annotations.NullMarked;
