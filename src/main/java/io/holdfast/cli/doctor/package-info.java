/**
 * What an operator should look at before and after something goes wrong: one class a check.
 *
 * <p>What lives here looks; a file or a port that it needs for that is given back at once.
 */
@NullMarked
package io.holdfast.cli.doctor;

import org.jspecify.annotations.NullMarked;
