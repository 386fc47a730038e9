/** The lab's test of itself: the gateway with one promise taken out, which it has to notice. */
@NullMarked
package io.holdfast.lab.mutation;

import org.jspecify.annotations.NullMarked;
