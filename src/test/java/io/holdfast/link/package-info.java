/** Of links, the decisions as tables, and what they come to on real sockets. */
@NullMarked
package io.holdfast.link;

import org.jspecify.annotations.NullMarked;
