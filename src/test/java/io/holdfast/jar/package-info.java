/**
 * The real jar in a process of its own, for all tests, benches and parts of the lab that start it.
 */
@NullMarked
package io.holdfast.jar;

import org.jspecify.annotations.NullMarked;
