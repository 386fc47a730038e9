/**
 * Coding agents that other people made, behind a model of ours, in a real gateway. They are fetched
 * and run by {@code mvn verify -Pagents} alone.
 */
@NullMarked
package io.holdfast.agents;

import org.jspecify.annotations.NullMarked;
