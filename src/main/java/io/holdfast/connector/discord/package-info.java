/**
 * Discord: a bot on its gateway (version 10) and its REST API.
 *
 * <p>The gateway tells what was said, in a session that outlives this process; the REST API takes
 * what is to be said, and has what was said while no session lasted.
 */
@NullMarked
package io.holdfast.connector.discord;

import org.jspecify.annotations.NullMarked;
