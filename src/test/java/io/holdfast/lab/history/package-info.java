/** What happened in a run of the lab, as it was seen from outside of the gateway. */
@NullMarked
package io.holdfast.lab.history;

import org.jspecify.annotations.NullMarked;
