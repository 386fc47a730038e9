package io.holdfast.store.postgres;

import io.holdfast.store.sql.Diagnosis;
import io.holdfast.store.sql.InDoubt;
import io.holdfast.store.sql.Transactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What writers and readers do on a {@link Link}. Confined to one thread. Blocks. */
abstract sealed class PgDb implements Transactions {

  private static final String PLACE =
      "SELECT nextval(CAST(pg_get_serial_sequence($1, 'seq') AS regclass))";

  final Link link;
  private long clock;

  private PgDb(Link link) {
    this.link = link;
  }

  /**
   * Begins after all writers before it, of whatever process, have ended. So a {@code seq} that is
   * given later is seen later, and what an operation has read stays true until it commits. The
   * server's own number of a transaction tells what became of it when the connection is lost;
   * unless the server has lost it, too, and may give the number to another one.
   */
  static final class Writing extends PgDb {

    private static final String BEGUN =
        """
        SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint),
               CAST(pg_current_xact_id() AS text)
        """;

    private static final String AFTER_THE_OTHERS =
        BEGUN + " FROM pg_advisory_xact_lock(hashtextextended(current_schema(), 0))";

    /**
     * Other ones after each start of the server, after a crash of one of its processes, and on the
     * server that has taken its place: wherever a commit may be lost that was not on the disk.
     */
    private static final String LIFE =
        """
        concat(extract(epoch FROM pg_postmaster_start_time()), ' ',
               (SELECT extract(epoch FROM stats_reset) FROM pg_stat_bgwriter))
        """;

    private static final String STATUS =
        """
        SELECT CASE WHEN %s = CAST($2 AS text)
               THEN pg_xact_status(CAST(CAST($1 AS text) AS xid8)) ELSE 'not known' END
        """
            .formatted(LIFE);

    private final String begun;
    private final long lease;
    private String number = "";

    /** The connection that was made last, by its number, and the server's life on it. */
    private int connection;

    private String life = "";

    private Writing(Link link, String begun, long lease) {
      super(link);
      this.begun = begun;
      this.lease = lease;
    }

    /**
     * One that takes its turn.
     *
     * @param lease how long a sign of life counts, in milliseconds
     */
    static Writing inTurn(Link link, long lease) {
      return new Writing(link, AFTER_THE_OTHERS, lease);
    }

    /** One that waits for nobody, for what concerns a row that is its own. */
    static Writing beside(Link link, long lease) {
      return new Writing(link, BEGUN, lease);
    }

    @Override
    public void begin() throws SQLException {
      link.connect();
      if (link.made() != connection) {
        life = link.ask("SELECT " + LIFE).rows().get(0).getString(1);
        connection = link.made();
      }
      begin("BEGIN");
      PgColumns row = link.ask(begun).rows().get(0);
      link.settle();
      tell(row.getLong(1));
      number = row.getString(2);
    }

    @Override
    public long leaseEnd() {
      return clock() + lease;
    }

    @Override
    void end() throws SQLException {
      try {
        super.end();
      } catch (SQLException fault) {
        throw Faults.POSTGRES.sick(fault) ? new InDoubt(fault) : fault;
      }
    }

    @Override
    public Optional<Boolean> committed() {
      try {
        link.connect();
        String status = link.ask(STATUS, number, life).rows().get(0).getString(1);
        return "in progress".equals(status)
            ? Optional.empty()
            : Optional.of("committed".equals(status));
      } catch (SQLException stillAway) {
        return Optional.empty();
      }
    }
  }

  /** All questions of a transaction see one state of the database: the one at the first. */
  static final class Reading extends PgDb {

    Reading(Link link) {
      super(link);
    }

    @Override
    public void begin() throws SQLException {
      begin("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    /** Nobody who only looks gives a sign of life. */
    @Override
    public long leaseEnd() {
      throw new IllegalStateException("a reader holds no lease");
    }

    /** Nothing can be lost by a commit that had nothing to write. */
    @Override
    public Optional<Boolean> committed() {
      throw new IllegalStateException("nothing was in doubt");
    }
  }

  final void begin(String how) throws SQLException {
    link.connect();
    link.send(how);
  }

  void end() throws SQLException {
    link.say("COMMIT");
  }

  /** What never reached the server has not made the transaction fail there, so that asks first. */
  @Override
  public final boolean commit() throws SQLException {
    boolean changed = link.settle() > 0;
    end();
    return changed;
  }

  @Override
  public final void rollback() throws SQLException {
    if (link.connected()) {
      link.forget();
      link.say("ROLLBACK");
      link.forget();
    }
  }

  @Override
  public final Diagnosis diagnosis() {
    return Faults.POSTGRES;
  }

  @Override
  public final int update(String sql, @Nullable Object... arguments) throws SQLException {
    return updateLater(sql, arguments).get();
  }

  @Override
  public final <T> List<T> list(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    return listLater(sql, row, arguments).get();
  }

  @Override
  public final <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    return firstLater(sql, row, arguments).get();
  }

  @Override
  public final long clock() {
    return clock;
  }

  /** What the database's time is, in milliseconds since the epoch. */
  final void tell(long now) {
    clock = now;
  }

  @Override
  public final long place(String table) throws SQLException {
    return link.ask(PLACE, table).rows().get(0).getLong(1);
  }

  @Override
  public final void run(String sql, @Nullable Object... arguments) throws SQLException {
    link.send(Dialect.of(sql), arguments);
  }

  @Override
  public final Later<Integer> updateLater(String sql, @Nullable Object... arguments)
      throws SQLException {
    var answer = link.send(Dialect.of(sql), arguments);
    return () -> link.answer(answer).changed();
  }

  @Override
  public final <T> Later<List<T>> listLater(String sql, Row<T> row, @Nullable Object... arguments)
      throws SQLException {
    var answer = link.send(Dialect.of(sql), arguments);
    return () -> list(link.answer(answer).rows(), row);
  }

  @Override
  public final <T> Later<Optional<T>> firstLater(
      String sql, Row<T> row, @Nullable Object... arguments) throws SQLException {
    var answer = link.send(Dialect.of(sql), arguments);
    return () -> first(link.answer(answer).rows(), row);
  }

  private static <T> List<T> list(List<PgColumns> rows, Row<T> row) throws SQLException {
    List<T> list = new ArrayList<>(rows.size());
    for (PgColumns columns : rows) {
      list.add(row.of(columns));
    }
    return list;
  }

  private static <T> Optional<T> first(List<PgColumns> rows, Row<T> row) throws SQLException {
    return rows.isEmpty() ? Optional.empty() : Optional.of(row.of(rows.get(0)));
  }

  @Override
  public final void close() {
    link.close();
  }
}
