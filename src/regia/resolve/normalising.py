"""Brings values into the one form in which equal things are equal, by what the values are."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# Ways to shorten what stands before the name of a street or after that of a firm, in Italian and English.
_STREET: Mapping[str, str] = {
    "cso": "corso", "vle": "viale", "pzza": "piazza", "pza": "piazza", "ple": "piazzale",
    "lgo": "largo", "vlo": "vicolo", "str": "strada", "loc": "localita", "fraz": "frazione", "v": "via",
    "st": "street", "rd": "road", "ave": "avenue", "av": "avenue", "blvd": "boulevard", "blv": "boulevard",
    "dr": "drive", "ln": "lane", "ct": "court", "pl": "place", "sq": "square", "hwy": "highway",
    "n": "", "nr": "", "num": "", "numero": "", "civico": "",
}  # fmt: skip
_FIRM: Mapping[str, str] = {
    "srl": "", "spa": "", "snc": "", "sas": "", "srls": "", "sapa": "", "scarl": "", "soc": "", "societa": "",
    "unipersonale": "", "llc": "", "ltd": "", "inc": "", "gmbh": "", "corp": "", "co": "", "plc": "", "ag": "",
    "f lli": "fratelli", "flli": "fratelli", "and": "", "e": "", "di": "", "c": "", "the": "",
}  # fmt: skip
_DOTTED = r"\b([cvplf])\.\s?(so|le|zza|za|lo|go|lli)\b\.?"


def plain(texts: "pa.Array") -> "pa.Array":
    """Return texts in small letters without accents or signs; dotted initials become one word.

    >>> import pyarrow as pa
    >>> plain(pa.array(["Caffè  S.p.A. - L'Aquila"]))[0].as_py()
    'caffe spa l aquila'
    """
    import pyarrow.compute as pc

    return pc.utf8_trim_whitespace(
        _replaced(_folded(texts), (r"\b(\w)\.(\w)\b\.?", r"\1\2"), (r"[^a-z0-9\pL\pN]+", " "))
    )


def code(texts: "pa.Array") -> "pa.Array":
    """Return codes without signs, in small letters: what is left is what was assigned."""
    return _replaced(_folded(texts), (r"[^a-z0-9\pL\pN]+", ""))


def email(texts: "pa.Array") -> "pa.Array":
    """Return addresses in small letters, without spaces."""
    return _replaced(_folded(texts), (r"\s+", ""))


def phone(texts: "pa.Array") -> "pa.Array":
    """Return the digits of phone numbers, without the prefix of Italy or the sign of a foreign one.

    >>> import pyarrow as pa
    >>> phone(pa.array(["+39 351 5725116", "371/3321324", "0041 79 123"])).to_pylist()
    ['3515725116', '3713321324', '4179123']
    """
    return _replaced(texts, (r"[^0-9+]", ""), (r"^(\+|00)39|^\+|^00", ""), (r"\+", ""))


def street(texts: "pa.Array") -> "pa.Array":
    """Return addresses with their shortened words in full.

    >>> import pyarrow as pa
    >>> street(pa.array(["C.so del Lavoro, n. 43", "Corso del Lavoro 43"])).to_pylist()
    ['corso del lavoro 43', 'corso del lavoro 43']
    """
    return _reworded(texts, _STREET)


def firm(texts: "pa.Array") -> "pa.Array":
    """Return firms' names without their legal form.

    >>> import pyarrow as pa
    >>> firm(pa.array(["Rossi & C. S.n.c.", "F.lli Bianchi S.r.l."])).to_pylist()
    ['rossi', 'fratelli bianchi']
    """
    return _reworded(texts, _FIRM)


def _folded(texts: "pa.Array") -> "pa.Array":
    import pyarrow.compute as pc

    accented = not pc.all(pc.string_is_ascii(texts)).as_py()
    bare = _replaced(pc.utf8_normalize(texts, "NFKD"), (r"\p{Mn}", "")) if accented else texts
    return pc.utf8_lower(bare)


def _replaced(texts: "pa.Array", *changes: tuple[str, str]) -> "pa.Array":
    import pyarrow.compute as pc

    for pattern, new in changes:
        texts = pc.replace_substring_regex(texts, pattern, new)
    return texts


def _reworded(texts: "pa.Array", words: Mapping[str, str]) -> "pa.Array":
    """Replace words; a text of which nothing would be left stays as it is."""
    import pyarrow as pa

    bare = plain(_replaced(_folded(texts), (_DOTTED, r"\1\2 "))).to_pylist()
    told = (" ".join(new for each in text.split() if (new := words.get(each, each))) or text for text in bare)
    return pa.array(told, pa.string(), size=len(bare))


BY_MEANING: "Mapping[str, Callable[[pa.Array], pa.Array]]" = {
    "email": email,
    "phone": phone,
    "street": street,
    "company_name": firm,
    "vat_number": code,
    "tax_code": code,
    "iban": code,
    "ean": code,
    "postal_code": code,
}
"""How values of each semantic type are normalised; others are texts or codes by what they look like."""
