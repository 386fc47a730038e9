/** The real jar, killed by the operating system: what the promise is worth. */
@NullMarked
package io.holdfast.crash;

import org.jspecify.annotations.NullMarked;
