/**
 * How a command reaches a running gateway: its administration interface, by HTTP.
 *
 * <p>What lives here blocks, as befits a command; it runs in the operator's process only.
 */
@NullMarked
package io.holdfast.cli.admin;

import org.jspecify.annotations.NullMarked;
