package io.holdfast.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.model.Address;
import io.holdfast.model.Delivery;
import io.holdfast.model.NoticeKind;
import io.holdfast.model.Page;
import io.holdfast.model.Pairing;
import io.holdfast.model.Sender;
import io.holdfast.store.Lookout.Piece;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom an operator lets in. */
public abstract class PairingContract extends StoreContract {

  private static final String WELCOME = "you may";

  protected PairingContract(Supplier<StoreBackend> backends) {
    super(backends);
  }

  private Optional<Pairing> pair(String connector, String user) {
    Address at = new Address(connector, "chat of " + user, "");
    return done(store.pair(at, new Sender(user, user.toUpperCase(Locale.ROOT)), now));
  }

  private String code(String user) {
    return pair("web", user).orElseThrow().code();
  }

  private Optional<Pairing> approve(String code) {
    return done(store.approve(code, WELCOME, now));
  }

  private boolean letIn(String connector, String user) {
    return done(store.pairing(connector, user)).filter(Pairing::approved).isPresent();
  }

  private Page<Pairing> list(String connector, String cursor, int limit) {
    return done(store.pairings(connector, new Piece(cursor, limit), now));
  }

  private List<String> listed() {
    return list("", "", 100).items().stream().map(pairing -> pairing.who().id()).toList();
  }

  @Test
  @DisplayName("somebody is given a code in two groups, of letters that are not mistaken")
  void asks() {
    Pairing asked = pair("web", "eve").orElseThrow();
    assertThat(asked.code()).matches("[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}");
    assertThat(asked.expiresAt()).isEqualTo(now + Pairing.GOOD_MILLIS);
    assertThat(asked.who()).isEqualTo(new Sender("eve", "EVE"));
    assertThat(code("mallory")).isNotEqualTo(asked.code());
    assertThat(letIn("web", "eve")).isFalse();
    assertThat(due()).isEmpty();
  }

  @Test
  @DisplayName("a code is the same one until it expires, also after a crash, and another one then")
  void sameCode() {
    String first = code("eve");
    now += Pairing.GOOD_MILLIS - 1;
    crash();
    assertThat(code("eve")).isEqualTo(first);
    now += 1;
    assertThat(approve(first)).isEmpty();
    assertThat(code("eve")).isNotEqualTo(first);
  }

  @ParameterizedTest(name = "as {0}")
  @ValueSource(strings = {"given", "lower", "plain", "apart"})
  @DisplayName("whoever has a code is let in by it, however it is typed,")
  void typed(String form) {
    String code = code("eve");
    String typed =
        switch (form) {
          case "lower" -> code.toLowerCase(Locale.ROOT);
          case "plain" -> code.replace("-", "");
          case "apart" -> " " + code.replace('-', ' ') + " ";
          default -> code;
        };
    assertThat(approve(typed)).isPresent();
    assertThat(letIn("web", "eve")).isTrue();
  }

  @Test
  @DisplayName("whoever is let in is told so once, in the chat in which they asked")
  void approved() {
    String code = code("eve");
    Pairing approved = approve(code).orElseThrow();
    assertThat(approved.approvedAt()).isEqualTo(now);
    assertThat(approve(code)).isEmpty();
    awaitRing("due web/chat of eve");
    assertThat(due())
        .singleElement()
        .extracting(Delivery::address, delivery -> delivery.content().text())
        .containsExactly(new Address("web", "chat of eve", ""), WELCOME);
    assertThat(notices()).containsExactly(NoticeKind.COMMAND);
    crash();
    assertThat(letIn("web", "eve")).isTrue();
    assertThat(letIn("other", "eve")).isFalse();
    assertThat(pair("web", "eve").orElseThrow().code()).isEmpty();
  }

  @Test
  @DisplayName("a wrong code lets nobody in, neither does none")
  void wrong() {
    code("eve");
    approve(code("ann"));
    assertThat(approve("2222-2222")).isEmpty();
    assertThat(approve("")).isEmpty();
    assertThat(approve("---")).isEmpty();
    assertThat(letIn("web", "eve")).isFalse();
    assertThat(said()).hasSize(1);
  }

  @Test
  @DisplayName(
      "only so many ask at a time, at each connector, and those who are let in do not count")
  void bounded() {
    String first = code("user-0");
    for (int i = 1; i < Pairing.MOST_OPEN; i++) {
      code("user-" + i);
    }
    assertThat(pair("web", "eve")).isEmpty();
    assertThat(pair("web", "user-0").orElseThrow().code()).isEqualTo(first);
    assertThat(pair("other", "eve")).isPresent();
    approve(first);
    assertThat(pair("web", "eve")).isPresent();
    assertThat(pair("web", "mallory")).isEmpty();
    now += Pairing.GOOD_MILLIS;
    assertThat(pair("web", "mallory")).isPresent();
    assertThat(listed()).containsExactly("mallory", "user-0");
  }

  @Test
  @DisplayName("whoever was let in is not any more when that is taken back, and may ask again")
  void revoked() {
    String code = code("eve");
    approve(code);
    assertThat(done(store.revoke("other", "eve"))).isFalse();
    assertThat(done(store.revoke("web", "eve"))).isTrue();
    assertThat(done(store.revoke("web", "eve"))).isFalse();
    assertThat(letIn("web", "eve")).isFalse();
    assertThat(listed()).isEmpty();
    String again = code("eve");
    assertThat(again).isNotEqualTo(code);
    assertThat(done(store.revoke("web", "eve"))).isTrue();
    assertThat(approve(again)).isEmpty();
  }

  @Test
  @DisplayName("of whoever was let in once it stays known which chat is theirs, whatever they ask")
  void staysKnown() {
    approve(code("eve"));
    done(store.revoke("web", "eve"));
    code("eve");
    now += Pairing.GOOD_MILLIS;
    code("mallory");
    assertThat(done(store.pairing("web", "eve")).orElseThrow().approved()).isFalse();
    assertThat(listed()).containsExactly("mallory");
    approve(code("eve"));
    assertThat(letIn("web", "eve")).isTrue();
  }

  @Test
  @DisplayName("an operator sees who asks and who is let in, of one connector or all, in pieces")
  void listsThem() {
    code("a");
    approve(code("b"));
    pair("other", "c");
    assertThat(listed()).containsExactly("c", "b", "a");
    assertThat(list("other", "", 9).items()).hasSize(1);
    Page<Pairing> first = list("web", "", 1);
    assertThat(first.items()).extracting(pairing -> pairing.who().id()).containsExactly("b");
    Page<Pairing> second = list("web", first.next(), 1);
    assertThat(second.items()).extracting(pairing -> pairing.who().id()).containsExactly("a");
    assertThat(second.next()).isEmpty();
    assertThat(failure(store.pairings("", new Piece("x", 1), now)))
        .isInstanceOf(IllegalArgumentException.class);
    now += Pairing.GOOD_MILLIS;
    assertThat(listed()).containsExactly("b");
  }
}
