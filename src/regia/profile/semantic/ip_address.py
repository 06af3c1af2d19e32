"""Internet addresses, IPv4 and IPv6."""

import ipaddress

from regia.errors import Text
from regia.profile.column import Column
from regia.profile.detector import Detector, by_values


def valid(value: str) -> bool:
    """Whether it is one."""
    try:
        ipaddress.ip_address(value.strip())
    except ValueError:
        return False
    return True


def _evidence(column: Column) -> float:
    if column.kind != "text" or column.share(lambda value: "." in value or ":" in value) < 0.5:
        return 0.0
    return by_values(column, "ip_address", valid, least=0.8, least_named=0.5)


DETECTOR = Detector("ip_address", Text("indirizzo IP", "IP address"), _evidence, valid, fewest=1)
