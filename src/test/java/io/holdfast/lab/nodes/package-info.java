/**
 * Strikes several real processes on one real PostgreSQL, that server, and the ways between them.
 */
@NullMarked
package io.holdfast.lab.nodes;

import org.jspecify.annotations.NullMarked;
