/** Strikes real processes: the jar, through any number of lives, with signals from outside. */
@NullMarked
package io.holdfast.lab.process;

import org.jspecify.annotations.NullMarked;
