/**
 * Power cuts: what a disk holds when only what was synced is certain, and whether that is enough.
 */
@NullMarked
package io.holdfast.lab.power;

import org.jspecify.annotations.NullMarked;
