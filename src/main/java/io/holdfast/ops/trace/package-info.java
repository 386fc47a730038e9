/** The life of each turn as spans of OpenTelemetry, derived from what the store knows of it. */
@NullMarked
package io.holdfast.ops.trace;

import org.jspecify.annotations.NullMarked;
