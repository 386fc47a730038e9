/**
 * The state machine in SQL: each of the store's operations as statements that every backend
 * understands, and the loops of the threads that run them.
 *
 * <p>What lives here knows no engine: it blocks on a {@link io.holdfast.store.sql.Db}, and whoever
 * implements {@link io.holdfast.store.sql.Transactions} decides what a transaction is and when it
 * is durable. Only backends may use it.
 */
@NullMarked
package io.holdfast.store.sql;

import org.jspecify.annotations.NullMarked;
