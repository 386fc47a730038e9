/**
 * What an operator should look at before and after something goes wrong: one class a check.
 *
 * <p>What lives here looks and changes nothing.
 */
@NullMarked
package io.holdfast.cli.doctor;

import org.jspecify.annotations.NullMarked;
