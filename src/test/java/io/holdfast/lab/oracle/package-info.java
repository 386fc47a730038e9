/** The judgement over a history: pure, and knowing nothing of the gateway. */
@NullMarked
package io.holdfast.lab.oracle;

import org.jspecify.annotations.NullMarked;
