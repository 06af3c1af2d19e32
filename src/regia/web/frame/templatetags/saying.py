"""Words, numbers and dates in templates, in the reader's language and form."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from regia import wording
from regia.errors import Text
from regia.web.frame.language import spoken, tell
from regia.wording.sentences import value

if TYPE_CHECKING:
    from regia.web.frame.cell import Cell, Tag

register = template.Library()

NOTHING = "—"


@register.simple_tag
def say(it: str, en: str, **values: object) -> str:
    """Return a sentence in the reader's language, `{% say "Sistemi" "Systems" %}`; values as `wording.fill` takes."""
    return wording.fill(Text(it, en), values, spoken()) if values else tell(Text(it, en))


@register.filter
def said(text: Text | str | None) -> str:
    """Return a text in the reader's language."""
    return NOTHING if text is None else tell(text)


@register.filter
def shown(given: object) -> str:
    """Return any value in the reader's form; nothing is a dash."""
    return NOTHING if given is None or given == "" else value(given, spoken())


@register.filter
def number(given: float | Decimal | None) -> str:
    """Return a number in the reader's form."""
    return NOTHING if given is None else wording.number(given, spoken())


@register.filter
def money(given: float | Decimal | None) -> str:
    """Return euro in the reader's form."""
    return NOTHING if given is None else wording.money(given, spoken())


@register.filter
def percent(given: float | None) -> str:
    """Return a share (0..1) in percent."""
    return NOTHING if given is None else wording.share(given, spoken())


@register.filter
def size(given: int | None) -> str:
    """Return bytes in the reader's form."""
    return NOTHING if given is None else wording.size(given, spoken())


@register.filter
def duration(given: float | None) -> str:
    """Return seconds as a duration."""
    return NOTHING if given is None else wording.duration(given, spoken())


@register.filter
def moment(given: date | None) -> str:
    """Return a date, or a time in the company's time zone."""
    if given is None:
        return NOTHING
    return wording.date_(given, spoken(), timezone=timezone.get_current_timezone_name())


@register.simple_tag
def drawn_tag(tag: "Tag") -> SafeString:
    """Draw a tag: its glyph, hidden from screen readers, and its word."""
    word = conditional_escape(tell(tag.word))
    glyph = conditional_escape(tag.glyph)
    return mark_safe(f'<span class="tag {tag.tone}"><span aria-hidden="true">{glyph}</span>{word}</span>')


@register.simple_tag
def drawn(row: "Iterable[Cell]") -> SafeString:
    """Draw the cells of a row: a page has hundreds, and a tag for each would cost more than all the rest."""
    return mark_safe("".join(map(_cell, row)))


def _cell(cell: "Cell") -> str:
    inside = drawn_tag(cell.tag) if cell.tag else conditional_escape(_FORMS.get(cell.form, shown)(cell.value))
    if cell.url:
        inside = mark_safe(f'<a href="{conditional_escape(cell.url)}">{inside}</a>')
    return f'<td class="{"number" if cell.right else _CLASSES.get(cell.form, "")}">{inside}</td>'


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon; it never speaks alone, so screen readers pass it over."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("regia/icons.svg"),
        name,
    )


@register.simple_tag(takes_context=True)
def at(context: template.Context, name: str, **parts: object) -> str:
    """Return the address of a page of the company being visited."""
    return reverse(name, kwargs={"company": context["visit"].company.slug, **parts})


@register.simple_tag(takes_context=True)
def also(context: template.Context, **asked: object) -> str:
    """Return this page's address with some more asked for: `{% also csv="map" %}`."""
    query = context["request"].GET.copy()
    for name, value_ in asked.items():
        query[name] = str(value_)
    return f"?{query.urlencode()}"


def _chips(given: Iterable[object]) -> SafeString:
    """Draw what comes one after the other, in order."""
    return mark_safe(
        f'<ol class="chips">{"".join(f"<li>{conditional_escape(shown(each))}</li>" for each in given)}</ol>'
    )


_FORMS: dict[str, Callable[..., str]] = {
    "money": money, "percent": percent, "size": size, "moment": moment, "chips": _chips,
}  # fmt: skip
_CLASSES = {"sentence": "wide", "code": "code", "moment": "nowrap", "tag": "nowrap", "chips": "wide"}
