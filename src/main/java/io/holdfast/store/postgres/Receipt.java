package io.holdfast.store.postgres;

import io.holdfast.model.HoldfastException;
import io.holdfast.store.migration.Position;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * A table of one row that says of a database that it does not hold yet all that is moved into it,
 * and how far that has come. It is gone with the end of the migration.
 */
final class Receipt {

  static final String UNFINISHED =
      "the database holds a migration that was not finished: run holdfast migrate again, it goes on"
          + " where it was";

  private static final String TABLE = "holdfast_migration";

  /** Not one that another schema of the search path has. */
  private static final String EXISTS =
      "SELECT to_regclass(format('%I." + TABLE + "', current_schema())) IS NOT NULL";

  private static final String MAKE =
      "CREATE TABLE "
          + TABLE
          + " (source text NOT NULL, position text NOT NULL, begun_at timestamptz DEFAULT now())";

  private static final String BEGIN =
      "INSERT INTO " + TABLE + " (source, position) VALUES ($1, '')";

  private static final String READ = "SELECT source, position FROM " + TABLE;

  private static final String MOVE =
      "UPDATE " + TABLE + " SET position = $1 WHERE source = $2 AND position = $3";

  private final Link link;
  private final String source;
  private String position;

  private Receipt(Link link, String source, String position) {
    this.link = link;
    this.source = source;
    this.position = position;
  }

  static boolean exists(Link link) throws SQLException {
    return link.say(EXISTS).rows().get(0).getBoolean(1);
  }

  /** Begins one for a source. */
  static Receipt make(Link link, String source) throws SQLException {
    link.say(MAKE);
    link.ask(BEGIN, source);
    return new Receipt(link, source, "");
  }

  /** The one that is there. Fails with Conflict when it is for another source. */
  static Receipt find(Link link, String source) throws SQLException {
    List<PgColumns> rows = link.say(READ).rows();
    if (rows.size() != 1 || !rows.get(0).getString(1).equals(source)) {
      throw new HoldfastException.Conflict(
          "the database holds an unfinished migration of something else, or of the same before it"
              + " was changed: --start-over forgets that one");
    }
    return new Receipt(link, source, rows.get(0).getString(2));
  }

  Optional<Position> position() {
    return position.isEmpty() ? Optional.empty() : Optional.of(Position.of(position));
  }

  /** Notes how far it has come, unless somebody else has done so. */
  void move(Position reached) throws SQLException {
    String next = reached.text();
    if (link.ask(MOVE, next, source, position).changed() != 1) {
      throw new HoldfastException.Conflict("another migration to this database is at work");
    }
    position = next;
  }

  static void drop(Link link) throws SQLException {
    link.say("DROP TABLE " + TABLE);
  }
}
