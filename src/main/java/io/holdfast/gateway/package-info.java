/**
 * Boot order, reloads and the full stop; the only place that deploys.
 *
 * <p>What lives here knows every room by its front door and none from inside.
 */
@NullMarked
package io.holdfast.gateway;

import org.jspecify.annotations.NullMarked;
