/** The installed service under a real systemd: what the unit promises, seen to hold. */
@NullMarked
package io.holdfast.systemd;

import org.jspecify.annotations.NullMarked;
