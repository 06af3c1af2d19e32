"""SVG as text: elements whose attributes and words are always escaped."""

from collections.abc import Iterable
from html import escape

from regia.pictures.geometry import Box
from regia.pictures.metrics import Weight, clean, foreign

Value = str | float | None
NAMESPACE = "http://www.w3.org/2000/svg"


def element(name: str, content: str | Iterable[str] = "", /, **attributes: Value) -> str:
    """Return one element; `content` is markup. An attribute that is None is left out, `class_` is written class."""
    inner = content if isinstance(content, str) else "".join(content)
    opened = name + "".join(_attribute(key, value) for key, value in attributes.items() if value is not None)
    return f"<{opened}>{inner}</{name}>" if inner else f"<{opened}/>"


def rect(box: Box, *, radius: float = 0, class_: str | None = None) -> str:
    """Return a box with round corners."""
    return element(
        "rect", x=box.x, y=box.y, width=box.width, height=box.height, rx=radius if radius else None, class_=class_
    )


def words(tag: str, text: str, /, **attributes: Value) -> str:
    """Return an element that holds words."""
    return element(tag, escape(clean(text), quote=False), **attributes)


def label(
    text: str, box: Box, *, baseline: float, class_: str, weight: Weight = "regular", anchor: str | None = None
) -> str:
    """Return words in their box; what another font draws is clipped to it, since its width was only guessed."""
    x = {"end": box.right, "middle": box.x + box.width / 2}.get(anchor or "", box.x)
    if not foreign(text, weight=weight):
        return words("text", text, x=x, y=baseline, class_=class_, text_anchor=anchor)
    inner = words("text", text, x=x - box.x, y=baseline - box.y, class_=class_, text_anchor=anchor)
    return element("svg", inner, x=box.x, y=box.y, width=box.width, height=box.height, overflow="hidden")


def picture(
    content: Iterable[str], *, width: float, height: float, title: str, description: str, name: str, class_: str
) -> str:
    """Return a whole picture with its title and description; `name` is unique on the page.

    A picture with links inside is a group for who listens to it, any other is one image.
    """
    inner = "".join(content)
    return element(
        "svg",
        (words("title", title, id=f"{name}-title"), words("desc", description, id=f"{name}-desc"), inner),
        xmlns=NAMESPACE,
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=width,
        height=height,
        class_=f"drawing {class_}",
        role="group" if "<a " in inner else "img",
        aria_labelledby=f"{name}-title",
        aria_describedby=f"{name}-desc",
    )


def _attribute(key: str, value: Value) -> str:
    name = key.rstrip("_")
    name = name if name in _CAMEL else name.replace("_", "-")
    text = _number(value) if isinstance(value, int | float) else escape(clean(str(value)))
    return f' {name}="{text}"'


_CAMEL = frozenset({"viewBox"})


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
