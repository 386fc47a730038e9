/** Sick disks: what the gateway does when its disk fails, and what it has kept when it is well. */
@NullMarked
package io.holdfast.lab.disk;

import org.jspecify.annotations.NullMarked;
