"""Why two fields are said to mean the same, in words that a manager reads."""

from collections.abc import Iterator
from dataclasses import dataclass

from regia.errors import Text
from regia.match.hub import Hub
from regia.match.matching import Match
from regia.match.overlap import shared_share
from regia.match.values import AGREEING
from regia.match.view import View, word_terms

_SEMANTIC: dict[str, Text] = {
    "email": Text("indirizzi e-mail", "e-mail addresses"),
    "phone": Text("numeri di telefono", "phone numbers"),
    "vat_number": Text("partite IVA", "VAT numbers"),
    "tax_code": Text("codici fiscali", "Italian tax codes"),
    "iban": Text("IBAN", "IBANs"),
    "ean": Text("codici a barre", "barcodes"),
    "postal_code": Text("CAP", "postal codes"),
    "municipality": Text("comuni", "municipalities"),
    "province": Text("province", "provinces"),
    "country": Text("nazioni", "countries"),
    "currency": Text("valute", "currencies"),
    "url": Text("indirizzi web", "web addresses"),
    "street": Text("vie", "streets"),
    "first_name": Text("nomi di persona", "first names"),
    "last_name": Text("cognomi", "last names"),
    "person_name": Text("nomi di persone", "names of people"),
    "company_name": Text("nomi di aziende", "names of companies"),
}
_SAID_SO = {
    "confirmed": Text("confermata da una persona", "confirmed by a person"),
    "rejected": Text("respinta da una persona", "rejected by a person"),
    "declared": Text("scritta in regia.toml", "written in regia.toml"),
}
_SAID = 0.35
_SHOWN_OVERLAP = 0.01


@dataclass(frozen=True)
class Reason:
    """One reason: a short code, and its words."""

    code: str
    words: Text


def reasons(seen: View, match: Match, hub: Hub) -> list[Reason]:
    """Return what speaks for a pair, and against it, the strongest first."""
    return list(_reasons(seen, match, hub))


def _reasons(seen: View, match: Match, hub: Hub) -> Iterator[Reason]:
    if match.origin != "inferred":
        yield Reason(match.origin, _SAID_SO[match.origin])
    yield from _of_agreement(seen, match)
    yield from _of_values(seen, match)
    yield from _of_names(seen, match, hub)
    yield from _of_roles(seen, match)
    yield from _of_subject(seen, match, hub)
    if opposite_sense(seen, match):
        yield Reason(
            "opposite",
            Text("ma con il senso contrario (attivo, sospeso)", "but in the contrary sense (active, blocked)"),
        )


_AGREED = {
    "same": Text(
        "sui {records} record delle stesse cose dicono lo stesso per il {percent}",
        "on the {records} records of the same things they say the same for {percent}",
    ),
    "multiple": Text(
        "sui {records} record delle stesse cose uno è un multiplo dell'altro per il {percent}",
        "on the {records} records of the same things one is a multiple of the other for {percent}",
    ),
    "coded": Text(
        "sui {records} record delle stesse cose un codice dice l'altro per il {percent}",
        "on the {records} records of the same things one code tells the other for {percent}",
    ),
}


def _of_agreement(seen: View, match: Match) -> Iterator[Reason]:
    how = seen.agreements.get((min(match.left, match.right), max(match.left, match.right)))
    if how and how.beyond >= AGREEING:
        percent = f"{100 * how.share:.0f} %"
        words = _AGREED[how.how].fill(records=str(how.records), percent=percent)
        yield Reason(f"{how.how}:{how.share:.2f}", words)


def _of_values(seen: View, match: Match) -> Iterator[Reason]:
    left, right = seen.fields[match.left], seen.fields[match.right]
    share = shared_share(left, right)
    if share is not None and share >= _SHOWN_OVERLAP:
        percent = f"{100 * share:.0f} %"
        yield Reason(f"values:{share:.2f}", Text(f"stessi valori per il {percent}", f"the same values for {percent}"))
    elif share is not None:
        yield Reason("values:0", Text("nessun valore in comune", "no value in common"))
    if left.semantic and left.semantic == right.semantic:
        words = _SEMANTIC.get(left.semantic)
        if words:
            yield Reason(
                f"semantic:{left.semantic}",
                Text("tutti e due tengono {what}", "both hold {what}").fill(what=words),
            )
    elif left.semantic in _SEMANTIC and right.semantic in _SEMANTIC:
        both = {"left": _SEMANTIC[left.semantic or ""], "right": _SEMANTIC[right.semantic or ""]}
        yield Reason(
            "semantic:differ",
            Text("ma uno tiene {left} e l'altro {right}", "but one holds {left} and the other {right}").fill(**both),
        )


def _of_names(seen: View, match: Match, hub: Hub) -> Iterator[Reason]:
    left, right = seen.fields[match.left], seen.fields[match.right]
    if left.called.lower() == right.called.lower():
        said = Text(f"hanno lo stesso nome «{left.called}»", f"they have the same name '{left.called}'")
        yield Reason("same_name", said)
        return
    shared = seen.hub[match.left].minimum(seen.hub[match.right])
    if shared.nnz and shared.max() >= _SAID:
        concept, key, attribute = hub.attributes[int(shared.tocsr().toarray().ravel().argmax())]
        yield Reason(
            f"hub:{concept}.{key}",
            Text(
                f"«{left.called}» e «{right.called}» vogliono dire «{attribute.it}»",
                f"'{left.called}' and '{right.called}' both mean '{attribute.en}'",
            ),
        )
        return
    common = sorted(word_terms(seen.named[match.left].words) & word_terms(seen.named[match.right].words))
    if common:
        listed = ", ".join(term.replace("_", " ") for term in common[:2])
        yield Reason(
            f"words:{'+'.join(common[:2])}",
            Text(f"i nomi hanno parole in comune ({listed})", f"the names share words ({listed})"),
        )


def _of_roles(seen: View, match: Match) -> Iterator[Reason]:
    if seen.own_id[match.left] and seen.own_id[match.right]:
        yield Reason(
            "identify", Text("identificano le righe dei loro archivi", "both identify the records of their datasets")
        )
    elif (
        seen.reference[match.left]
        and seen.reference[match.right]
        and seen.target[match.left] @ seen.target[match.right] > 0.7
    ):
        yield Reason("refer", Text("rimandano alla stessa cosa", "both refer to the same thing"))


def _of_subject(seen: View, match: Match, hub: Hub) -> Iterator[Reason]:
    both = seen.about[match.left] * seen.about[match.right]
    if both.sum() > 0.6 and (row := seen.subjects.about[seen.table[match.left]]).max() > _SAID:
        other = seen.subjects.about[seen.table[match.right]]
        shared = row * other
        for name in (*hub.children, "anything"):
            shared[hub.place[name]] = 0.0
        if shared.max() > _SAID**2:
            concept = hub.concepts[hub.names[int(shared.argmax())]]
            yield Reason(
                f"subject:{hub.names[int(shared.argmax())]}",
                Text(f"i due archivi parlano di «{concept.it}»", f"both datasets are about '{concept.en}'"),
            )


def opposite_sense(seen: View, match: Match) -> bool:
    """Say whether one field says that something is active and the other that it is not."""
    left, right = (word_terms(seen.named[row].words) for row in (match.left, match.right))
    return ("inactive" in left) != ("inactive" in right) and bool({"active", "inactive"} & (left | right))


def joined(found: list[Reason]) -> tuple[str, Text]:
    """Return the codes and the words of reasons, each on one line."""
    codes = " ".join(reason.code for reason in found) or "none"
    it = "; ".join(reason.words.it for reason in found) or "solo per somiglianza d'insieme"
    en = "; ".join(reason.words.en for reason in found) or "only by overall likeness"
    return codes, Text(it, en)
