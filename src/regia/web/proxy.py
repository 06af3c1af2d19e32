"""Whether the workspace stands behind a proxy that speaks HTTPS, and so may be reached beyond this machine."""

import os
from collections.abc import Callable
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from regia.errors.web import PlainHttpRefused, ProxyAddressWrong, ProxyWrong

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ADDRESSES, THIS_MACHINE = "REGIA_PROXY_ADDRESSES", "127.0.0.0/8,::1"

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def trusted_proxy() -> str | None:
    """Return the public https address that the proxy answers on, None where there is no proxy.

    Raises:
        ProxyWrong: it is no https address.
    """
    given = os.environ.get("REGIA_TRUSTED_PROXY", "").rstrip("/")
    if not given:
        return None
    parts = urlsplit(given)
    if parts.scheme != "https" or not parts.hostname or parts.path:
        raise ProxyWrong(given=given)
    return given


def proxy_networks() -> tuple[IPv4Network | IPv6Network, ...]:
    """Return the addresses that the proxy speaks from: this machine's, unless `REGIA_PROXY_ADDRESSES` names others.

    Raises:
        ProxyAddressWrong: an entry is no address or network.
    """
    found = []
    for entry in (os.environ.get(ADDRESSES) or THIS_MACHINE).split(","):
        try:
            found.append(ip_network(entry.strip()))
        except ValueError as error:
            raise ProxyAddressWrong(given=entry.strip()) from error
    return tuple(found)


class ForwardedMiddleware:
    """Forgets what a request says was forwarded, unless it comes from the proxy itself: anybody can say it."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response
        self._trusted = proxy_networks() if trusted_proxy() else ()

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Answer."""
        if not self._is_trusted(str(request.META.get("REMOTE_ADDR", ""))):
            for name in [each for each in request.META if each.startswith(("HTTP_X_FORWARDED", "HTTP_FORWARDED"))]:
                del request.META[name]
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        try:
            told = ip_address(address)
        except ValueError:
            return False
        plain = told.ipv4_mapped or told if isinstance(told, IPv6Address) else told
        return any(plain in network for network in self._trusted)


def allowed_hosts() -> list[str]:
    """Return the names under which the workspace answers."""
    proxy = trusted_proxy()
    return [*sorted(LOOPBACK), "[::1]", *([urlsplit(proxy).hostname or ""] if proxy else [])]


def check_host(host: str) -> None:
    """Make sure that no password travels in clear.

    Raises:
        PlainHttpRefused: the host is not this machine alone, and no trusted proxy is named.
    """
    if host not in LOOPBACK and trusted_proxy() is None:
        raise PlainHttpRefused(host=host)
