/**
 * What the gateway tells systemd, and what it finds out from it. Without systemd nothing happens.
 */
@NullMarked
package io.holdfast.ops.systemd;

import org.jspecify.annotations.NullMarked;
