package io.holdfast.ops.api;

import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Whether a request without a token comes from a program of this machine's users.
 *
 * <p>The address alone does not tell: a browser on this machine connects from it too, on behalf of
 * whatever page it shows. Such a page can send simple requests without asking (CSRF); the browser
 * marks these by an {@code Origin} or by {@code Sec-Fetch-Site}, and {@code same-site} includes
 * every other server on this machine. Or the page's own name is made to mean 127.0.0.1 after it was
 * loaded (DNS rebinding); to the browser that is the same origin, so nothing marks it but the name
 * that stands in {@code Host}. And a reverse proxy on this machine connects from here on behalf of
 * the world; one that says so is believed.
 */
final class Loopback {

  private static final List<String> PROXIES =
      List.of("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP");

  private Loopback() {}

  /**
   * Tells it from what is known of a request.
   *
   * @param remote the address it comes from, as a literal
   * @param host the name it was sent to, without a port; empty when it says none
   */
  static boolean trusts(String remote, String host, MultiMap headers) {
    return literal(remote)
        && (host.toLowerCase(Locale.ROOT).equals("localhost") || literal(host))
        && !headers.contains("Origin")
        && headers.getAll("Sec-Fetch-Site").stream().allMatch("none"::equals)
        && PROXIES.stream().noneMatch(headers::contains);
  }

  /** Never asks a name server: what is not an address is not a loopback address. */
  private static boolean literal(String text) {
    boolean bracketed = text.startsWith("[") && text.endsWith("]");
    byte[] address =
        NetUtil.createByteArrayFromIpAddressString(
            bracketed ? text.substring(1, text.length() - 1) : text);
    try {
      return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
