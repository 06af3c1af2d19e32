"""Where the table stands in a text file: its delimiter, its header, the rows above it, the names of its columns."""

import codecs
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from regia.sources.decoding import decoded, windows_1252
from regia.sources.delimited.header import find_header
from regia.sources.delimited.records import Field, Records
from regia.sources.delimited.survey import Encoding, start_encoding
from regia.sources.field_names import unique_names

SAMPLE_BYTES = 256 * 1024
_DELIMITERS = "\t;|,"  # those that rarely stand in text first
_NONE = "\x1f"  # a delimiter that no text has, for files of one column
_SAMPLE_RECORDS = 1000
_FIRST_DIFFERS = 0.03  # a first record of another width speaks against a delimiter
_CLEAR = 0.02  # how much more regular a delimiter must make the rows to be preferred to one before it


@dataclass(frozen=True)
class Layout:
    """What the start of a file tells.

    `width` is how many fields a record has; `names` may be one fewer, where a last delimiter ends each record.
    `lines` is how many lines come before the first record of data, `start` about how many bytes that is; `above` how
    many records stand above the header. `raw_names` are the names as written, empty where there is no header.
    `share` says how many records of the sample have this width.
    """

    delimiter: str
    width: int
    names: tuple[str, ...]
    raw_names: tuple[str, ...]
    lines: int
    start: int
    above: int
    has_header: bool
    sure_of_header: bool
    share: float
    record_bytes: float
    encoding: Encoding


def layout(path: Path) -> Layout | None:
    """Return the layout of a file, or None where it holds no text at all.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        sample = file.read(SAMPLE_BYTES + 1)
    whole = len(sample) <= SAMPLE_BYTES
    encoding, skip = start_encoding(sample[:SAMPLE_BYTES])
    lines = _lines(sample[skip:SAMPLE_BYTES], encoding, whole=whole)
    told = _told_delimiter(lines)
    body = lines[1:] if told else lines
    if not any(line.strip() for line in body):
        return None
    delimiter = told or _delimiter(body)
    return _layout(lines[:1] if told else [], body, delimiter, encoding)


def _lines(sample: bytes, encoding: Encoding, *, whole: bool) -> list[str]:
    lines = list(io.StringIO(_text(sample, encoding), newline=""))
    return lines if whole or len(lines) < 2 else lines[:-1]


def _text(sample: bytes, encoding: Encoding) -> str:
    if encoding == "windows-1252":
        return windows_1252(sample)
    if encoding == "mixed":
        return "\n".join(str(decoded(line)[0]) for line in sample.split(b"\n"))
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample)


def _told_delimiter(lines: Sequence[str]) -> str:
    """Return the delimiter of a first line like `sep=;`, which Excel reads and writes."""
    line = lines[0].rstrip("\r\n").lower() if lines else ""
    return line[4] if line.startswith("sep=") and len(line) == 5 else ""


def _delimiter(lines: Sequence[str]) -> str:
    scores = [(_regularity(lines, delimiter), delimiter) for delimiter in _DELIMITERS]
    best = max(score for score, _ in scores)
    return _NONE if best <= 0 else next(delimiter for score, delimiter in scores if score >= best - _CLEAR)


def _regularity(lines: Sequence[str], delimiter: str) -> float:
    """Return the share of records that have the usual number of fields, 0 where that is one."""
    widths = [len(record) for record in islice(Records(lines, delimiter), _SAMPLE_RECORDS)]
    width, count = Counter(widths).most_common(1)[0]
    return count / len(widths) - (_FIRST_DIFFERS if widths[0] != width else 0.0) if width > 1 else 0.0


def _layout(before: Sequence[str], lines: Sequence[str], delimiter: str, encoding: Encoding) -> Layout:
    source = Records(lines, delimiter)
    found = [(record, source.lines_used) for record in islice(source, _SAMPLE_RECORDS)]
    sample = [record for record, _ in found]
    width, count = Counter(map(len, sample)).most_common(1)[0]
    head = find_header(sample, width)
    used = found[head.position][1] if head.found else (found[head.position - 1][1] if head.position else 0)
    names = _padded(sample[head.position] if head.found else [], width, sample[head.position + head.found :])
    body = [record for record in sample[head.position + head.found :] if len(record) == width]
    spare = width > 1 and not names[-1] and all(record[-1] is None for record in body)
    kept = names[:-1] if spare else names
    return Layout(
        delimiter=delimiter,
        width=width,
        names=unique_names(kept),
        raw_names=tuple(kept),
        lines=len(before) + used,
        start=sum(len(line.encode("utf-8", "replace")) for line in (*before, *lines[:used])),
        above=head.position,
        has_header=head.found,
        sure_of_header=head.sure,
        share=count / len(sample),
        record_bytes=sum(len(line.encode("utf-8", "replace")) for line in lines[: source.lines_used]) / len(sample),
        encoding=encoding,
    )


def _padded(header: Sequence[Field], width: int, body: Sequence[Sequence[Field]]) -> list[str]:
    """Return a name for each field; one too few leaves the first without, as R writes tables with row names."""
    names = [(name or "").strip() for name in header[:width]]
    missing = width - len(names)
    row_names = missing == 1 and names and all(len(record) == width and record[-1] is not None for record in body)
    return ["", *names] if row_names else [*names, *[""] * missing]
