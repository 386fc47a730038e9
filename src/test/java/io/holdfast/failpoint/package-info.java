/** What the points do where they are armed, and that they do nothing where they are not. */
@NullMarked
package io.holdfast.failpoint;

import org.jspecify.annotations.NullMarked;
