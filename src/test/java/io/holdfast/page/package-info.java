/** The chat page in a real browser, against a gateway that plays by script. */
@NullMarked
package io.holdfast.page;

import org.jspecify.annotations.NullMarked;
