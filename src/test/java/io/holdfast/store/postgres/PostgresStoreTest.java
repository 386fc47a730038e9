package io.holdfast.store.postgres;

import io.holdfast.store.AcceptContract;
import io.holdfast.store.AttemptContract;
import io.holdfast.store.ClaimContract;
import io.holdfast.store.CommandContract;
import io.holdfast.store.ConcurrencyContract;
import io.holdfast.store.CursorContract;
import io.holdfast.store.DoorContract;
import io.holdfast.store.DoubleTextContract;
import io.holdfast.store.DraftContract;
import io.holdfast.store.FilesContract;
import io.holdfast.store.ForgetContract;
import io.holdfast.store.HoldBackContract;
import io.holdfast.store.LeaseContract;
import io.holdfast.store.LookingContract;
import io.holdfast.store.LookoutContract;
import io.holdfast.store.OperatorContract;
import io.holdfast.store.PairingContract;
import io.holdfast.store.PermissionContract;
import io.holdfast.store.RecoveryContract;
import io.holdfast.store.RevisionContract;
import io.holdfast.store.SendingContract;
import io.holdfast.store.SteeringContract;
import io.holdfast.store.StopContract;
import io.holdfast.store.TurnDetailContract;
import io.holdfast.store.UnreadContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;

/** The whole contract, but for {@link PostgresModelTest}, on PostgreSQL. */
@DisplayName("The PostgreSQL store")
class PostgresStoreTest {

  @Nested
  @DisplayName("takes messages:")
  class Accepts extends AcceptContract {
    Accepts() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("while a session is busy:")
  class DoubleTexts extends DoubleTextContract {
    DoubleTexts() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("gives a turn what comes while it runs:")
  class Steers extends SteeringContract {
    Steers() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("lets people change what they said:")
  class Revises extends RevisionContract {
    Revises() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("takes commands:")
  class Commands extends CommandContract {
    Commands() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("gives turns out:")
  class Claims extends ClaimContract {
    Claims() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("knows of each attempt to send:")
  class Sends extends SendingContract {
    Sends() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("lets an attempt write:")
  class Attempts extends AttemptContract {
    Attempts() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("lets a node stop:")
  class Stops extends StopContract {
    Stops() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("recovers:")
  class Recovers extends RecoveryContract {
    Recovers() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("people who are let in:")
  class Pairings extends PairingContract {
    Pairings() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("who may speak is asked anew:")
  class Doors extends DoorContract {
    Doors() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("leases:")
  class Leases extends LeaseContract {
    Leases() {
      super(EmptiedBackend::new);
    }

    @Override
    protected long left() {
      return 0;
    }
  }

  @Nested
  @DisplayName("a turn's draft")
  class Drafts extends DraftContract {
    Drafts() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("the cursor of a connector")
  class Cursors extends CursorContract {
    Cursors() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("answers questions:")
  class Looks extends LookingContract {
    Looks() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("shows an operator:")
  class Shows extends LookoutContract {
    Shows() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("tells an operator of a turn:")
  class Tells extends TurnDetailContract {
    Tells() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("obeys an operator:")
  class Obeys extends OperatorContract {
    Obeys() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("holds back what nobody fetches:")
  class HoldsBack extends HoldBackContract {
    HoldsBack() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("keeps what is asked and decided:")
  class Permits extends PermissionContract {
    Permits() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("knows what could not be read:")
  class Unread extends UnreadContract {
    Unread() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("keeps files:")
  class KeepsFiles extends FilesContract {
    KeepsFiles() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("forgets what is long over:")
  class Forgets extends ForgetContract {
    Forgets() {
      super(EmptiedBackend::new);
    }
  }

  @Nested
  @DisplayName("serves many at once:")
  class Concurrent extends ConcurrencyContract {
    Concurrent() {
      super(EmptiedBackend::new);
    }
  }
}
