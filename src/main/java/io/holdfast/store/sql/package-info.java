/**
 * The state machine in SQL: each of the store's operations as statements that every backend
 * understands.
 *
 * <p>What lives here knows no engine: it blocks on a {@link io.holdfast.store.sql.Db}, and the
 * {@link io.holdfast.store.sql.Backend} that gives it one decides about threads, transactions and
 * durability. Only backends may use it.
 */
@NullMarked
package io.holdfast.store.sql;

import org.jspecify.annotations.NullMarked;
