/** The administration interface under {@code /api}: who may use it, its resources, their JSON. */
@NullMarked
package io.holdfast.ops.api;

import org.jspecify.annotations.NullMarked;
