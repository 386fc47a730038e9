/**
 * The crash explorer: gateways that live and die thousands of times inside one JVM, each at a
 * chosen point.
 */
@NullMarked
package io.holdfast.lab.world;

import org.jspecify.annotations.NullMarked;
