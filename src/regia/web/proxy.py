"""Whether the workspace stands behind a proxy that speaks HTTPS, and so may be reached beyond this machine."""

import os
from urllib.parse import urlsplit

from regia.errors.web import PlainHttpRefused, ProxyWrong

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
