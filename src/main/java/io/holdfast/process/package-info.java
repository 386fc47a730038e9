/**
 * How programs of others are started, kept and ended, for the runners that need it.
 *
 * <p>What a program starts ends with it. On Linux that is everything that runs in its session (it
 * leads one, where util-linux has {@code setsid}) or carries its tag in its environment, so that a
 * process which detached itself, or was left behind by a gateway that died, is found too, and a pid
 * that is used again is not taken for it. A gateway that is killed takes the program itself with
 * it, where there is {@code setpriv}; what the program had started lives on until it is looked for.
 * On other systems only the descendants of a program that still runs are known.
 *
 * <p>What lives here may use the model.
 */
@NullMarked
package io.holdfast.process;

import org.jspecify.annotations.NullMarked;
