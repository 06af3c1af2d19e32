"""The map of interfaces as a Mermaid flow chart: dotted where contradicted or unlikely, thick where by hand."""

import re

from regia.interfaces.document import Register

_LIKELY = 0.5


def mermaid(register: Register) -> str:
    """Return the chart."""
    lines = ["flowchart LR"]
    lines += [f'    {_word(each.system)}["{_quoted(each.name)}"]' for each in register.systems]
    for each in register.interfaces:
        label = _quoted(" · ".join(filter(None, (each.concept, each.mode))) or each.status)
        weak = each.contradiction or each.probability < _LIKELY
        arrow = f"-. {label} .->" if weak else f"== {label} ==>" if each.mode == "manual" else f"-- {label} -->"
        lines.append(f"    {_word(each.from_system)} {arrow} {_word(each.to_system)}")
    return "\n".join(lines) + "\n"


def _word(text: str) -> str:
    plain = re.sub(r"\W+", "_", text, flags=re.ASCII)
    return f"s_{plain}"


def _quoted(text: str) -> str:
    return re.sub(r"[\"\n\r|\[\]{}<>]", " ", text)
