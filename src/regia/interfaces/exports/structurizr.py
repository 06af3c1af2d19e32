"""The map of interfaces as a Structurizr DSL workspace: systems and relationships of the C4 model.

Source: Structurizr DSL, language reference.
"""

import re

from regia.interfaces.document import InterfaceEntry, Register

_LIKELY = 0.5


def structurizr(register: Register) -> str:
    """Return the workspace."""
    systems = [
        f'        {_word(each.system)} = softwareSystem "{_quoted(each.name)}" "{_quoted(each.kind or "")}" '
        f'"{_quoted(each.department or "")}"'
        for each in register.systems
    ]
    relations = [f"        {_relation(each)}" for each in register.interfaces]
    head = f'workspace "{_quoted(register.company)}" {{'
    views = ["    views {", "        systemLandscape {", "            include *", "            autoLayout lr",
             "        }", "    }"]  # fmt: skip
    return "\n".join([head, "    model {", *systems, *relations, "    }", *views, "}"]) + "\n"


def _relation(each: InterfaceEntry) -> str:
    status = "dead" if each.contradiction else each.status if each.probability >= _LIKELY else "unlikely"
    ends = f"{_word(each.from_system)} -> {_word(each.to_system)}"
    return f'{ends} "{_quoted(each.concept or each.interface)}" "{_quoted(each.mode or "")}" "{status}"'


def _word(text: str) -> str:
    return "s_" + re.sub(r"\W+", "_", text, flags=re.ASCII)


def _quoted(text: str) -> str:
    return re.sub(r"[\"\n\r\\]", " ", text)
