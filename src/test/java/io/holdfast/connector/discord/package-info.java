/** The {@code discord} connector, against a Discord that discord.js accepts. */
@NullMarked
package io.holdfast.connector.discord;

import org.jspecify.annotations.NullMarked;
