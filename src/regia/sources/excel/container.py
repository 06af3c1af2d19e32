"""What is a file really, whatever its suffix? Its first bytes tell."""

import re
from enum import Enum
from pathlib import Path

from regia.errors import Text
from regia.errors.files import FileLocked, FileProtected
from regia.errors.sources import FileUnreadable
from regia.sources.excel.compound import Compound
from regia.sources.file_format import unreadable

_START = 4096
_SHARING = (32, 33)  # what Windows says of a file that Excel holds
_MARKUP = re.compile(rb"<(!doctype\s+html|html|table|head|body|meta|style|\?xml[^>]*>\s*<html|!--)", re.IGNORECASE)


class Container(Enum):
    """What holds the sheets."""

    XLSX = "xlsx"
    XLSB = "xlsb"
    ODS = "ods"
    XLS = "xls"
    HTML = "html"
    XML = "xml"
    TEXT = "text"


def container(path: Path) -> Container:
    """Return what a file is.

    Raises:
        FileProtected: it asks for a password.
        FileLocked: another program holds it.
        FileUnreadable: it is empty, cannot be opened, or is nothing that holds tables.
    """
    start = _first_bytes(path)
    if start.startswith(b"PK"):
        return _of_zip(path)
    if start.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _of_compound(path)
    return _of_text(path, start)


def _first_bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            start = file.read(_START)
    except OSError as error:
        locked = getattr(error, "winerror", None) in _SHARING
        kind = FileLocked if locked else FileUnreadable
        raise unreadable(path, error.strerror or str(error), error=kind) from error
    if not start:
        raise unreadable(path, Text("il file è vuoto: 0 byte", "the file is empty: 0 bytes"))
    if not start.strip(b"\0"):
        raise unreadable(path, Text("contiene solo byte zero", "it holds nothing but zero bytes"))
    return start


def _of_zip(path: Path) -> Container:
    from zipfile import BadZipFile, ZipFile

    try:
        with ZipFile(path) as archive:
            names = {name.replace("\\", "/").lower() for name in archive.namelist()}
            manifest = archive.read("META-INF/manifest.xml")[:1_000_000] if "META-INF/manifest.xml" in names else b""
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError) as error:
        detail = Text(f"archivio danneggiato o incompleto: {error}", f"damaged or incomplete archive: {error}")
        raise unreadable(path, detail) from error
    if b"encryption-data" in manifest:
        raise unreadable(path, "OpenDocument", error=FileProtected)
    for name, kind in _PARTS.items():
        if name in names:
            return kind
    raise unreadable(path, Text("un archivio zip che non è un foglio di calcolo", "a zip archive, not a workbook"))


_PARTS = {"xl/workbook.bin": Container.XLSB, "xl/workbook.xml": Container.XLSX, "content.xml": Container.ODS}


def _of_compound(path: Path) -> Container:
    names = Compound(path).names
    if {"EncryptionInfo", "EncryptedPackage"} & names:
        raise unreadable(path, "Office", error=FileProtected)
    if {"Workbook", "Book"} & names:
        return Container.XLS
    detail = Text("un file di Office che non è una cartella di lavoro", "an Office file, not a workbook")
    raise unreadable(path, detail)


def _of_text(path: Path, start: bytes) -> Container:
    plain = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if b"urn:schemas-microsoft-com:office:spreadsheet" in plain:
        return Container.XML
    if _MARKUP.match(plain) or b"<table" in plain.lower():
        return Container.HTML
    if plain[:13].lower() == b"mime-version:":
        raise unreadable(path, Text("una pagina web archiviata (MHTML)", "a web archive (MHTML)"))
    if is_text(start):
        return Container.TEXT
    raise unreadable(path, Text("non è un foglio di calcolo, o è danneggiato", "not a workbook, or damaged"))


def is_text(start: bytes) -> bool:
    """Whether bytes look like text in some encoding: control characters are rare, zeros come as in UTF-16."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    controls = sum(byte < 32 and byte not in b"\t\r\n\f\x1a" for byte in start)
    return controls * 100 <= len(start)
