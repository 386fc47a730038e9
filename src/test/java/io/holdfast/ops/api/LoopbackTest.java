package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Without a token")
class LoopbackTest {

  @ParameterizedTest(name = "from {0} to {1}: {2}")
  @CsvSource({
    "127.0.0.1,        localhost,               true",
    "127.0.0.1,        LOCALHOST,               true",
    "127.9.8.7,        127.0.0.1,               true",
    "::1,              [::1],                   true",
    "0:0:0:0:0:0:0:1,  ::1,                     true",
    "::ffff:127.0.0.1, localhost,               true",
    "192.0.2.7,        localhost,               false",
    "2001:db8::7,      [::1],                   false",
    "::ffff:192.0.2.7, localhost,               false",
    "'',               localhost,               false",
    "localhost,        localhost,               false",
    "127.0.0.1,        '',                      false",
    "127.0.0.1,        rebound.example.org,     false",
    "127.0.0.1,        localhost.example.org,   false",
    "127.0.0.1,        127.0.0.1.example.org,   false",
    "127.0.0.1,        192.0.2.7,               false",
    "127.0.0.1,        0.0.0.0,                 false",
  })
  @DisplayName("only a loopback address is trusted, and only if it names one")
  void addresses(String remote, String host, boolean trusted) {
    assertThat(Loopback.trusts(remote, host, MultiMap.caseInsensitiveMultiMap()))
        .isEqualTo(trusted);
  }

  @ParameterizedTest(name = "{0}: {1} is trusted: {2}")
  @CsvSource({
    "User-Agent,      curl/8.5.0,            true",
    "Sec-Fetch-Site,  none,                  true",
    "Sec-Fetch-Site,  same-origin,           false",
    "Sec-Fetch-Site,  same-site,             false",
    "sec-fetch-site,  cross-site,            false",
    "Origin,          http://localhost:3000, false",
    "origin,          null,                  false",
    "X-Forwarded-For, 127.0.0.1,             false",
    "Forwarded,       for=192.0.2.7,         false",
    "Via,             1.1 proxy,             false",
  })
  @DisplayName("a request that a browser or a proxy made for somebody else is not trusted")
  void headers(String name, String value, boolean trusted) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(name, value);
    assertThat(Loopback.trusts("127.0.0.1", "localhost", headers)).isEqualTo(trusted);
  }
}
