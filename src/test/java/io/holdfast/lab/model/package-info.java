/** The model of turns, stops and recovery, and what a solver finds in it. */
@NullMarked
package io.holdfast.lab.model;

import org.jspecify.annotations.NullMarked;
