/**
 * The connector SPI and one room per platform.
 *
 * <p>A connector is a verticle that offers what it receives to the store, tells its platform only
 * after the commit, and sends what the store says is due. It may use everything below, never a
 * runner.
 */
@NullMarked
package io.holdfast.connector;

import org.jspecify.annotations.NullMarked;
