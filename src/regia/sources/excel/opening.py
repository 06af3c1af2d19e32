"""Opening workbooks of every kind as grids of cells, within limits."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an exception's name

from regia.errors import Text
from regia.errors.files import FileProtected
from regia.errors.sources import FileUnreadable
from regia.model.note import Note, Reason
from regia.sources.connector import Report
from regia.sources.excel import binary, limits
from regia.sources.excel.compound import Compound
from regia.sources.excel.container import Container
from regia.sources.excel.grid import Grid, Merge
from regia.sources.excel.markup import html_grids, xml_grids
from regia.sources.excel.trial import try_loading
from regia.sources.file_format import unreadable

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook, SheetMetadata

_DRAINED = ("xl/sharedStrings", "xl/styles", "xl/workbook", "content.xml", "META-INF")
_ODS_ERROR = re.compile(rb'value-type="error"')
_ODS_TABLE = re.compile(rb'<table:table [^<>]*table:name="([^"]*)"')


@contextmanager
def telling_errors(path: Path) -> Iterator[None]:
    """Turn what libraries raise over a damaged workbook into errors that say what happened.

    Raises:
        FileProtected, FileUnreadable: in place of the library's own.
    """
    from defusedxml import DefusedXmlException
    from python_calamine import CalamineError, PasswordError

    try:
        yield
    except PasswordError as error:
        raise unreadable(path, str(error), error=FileProtected) from error
    except (CalamineError, BadZipFile, ZlibError, OSError, EOFError, ValueError, SyntaxError, KeyError) as error:
        raise _damaged(path, error) from error
    except (NotImplementedError, RuntimeError, MemoryError, DefusedXmlException, IndexError) as error:
        raise _damaged(path, error) from error
    except BaseException as error:
        # A reader in Rust that gives up raises a PanicException, which derives from BaseException alone.
        if type(error).__name__ == "PanicException":
            raise _damaged(path, error) from error
        raise


def _damaged(path: Path, error: BaseException) -> FileUnreadable:
    return unreadable(path, Text(f"danneggiato o incompleto: {error}", f"damaged or incomplete: {error}"))


def open_grids(path: Path, kind: Container, report: Report) -> Iterator[Grid]:
    """Give the sheets of a workbook one by one; what cannot be loaded is reported.

    Raises:
        FileUnreadable: the file cannot be read at all.
    """
    if kind in _MARKUP:
        yield from _MARKUP[kind](path)
        return
    with telling_errors(path):
        extents = _extents(path, kind)
        if kind in (Container.XLS, Container.XLSB):
            try_loading(path, without=[name for name, extent in extents.items() if not extent.loadable])
        workbook = _workbook(path, kind)
        sheets = workbook.sheets_metadata
    with workbook:
        for sheet in sheets:
            grid = _grid(path, workbook, sheet, extents.get(sheet.name), report)
            if grid:
                yield grid


_MARKUP: dict[Container, Callable[[Path], Iterator[Grid]]] = {Container.HTML: html_grids, Container.XML: xml_grids}


def open_grid(path: Path, kind: Container, name: str) -> Grid:
    """Return one sheet of a workbook that `open_grids` gave before.

    Raises:
        FileUnreadable: the file cannot be read any more.
    """
    if kind in _MARKUP:
        return next(grid for grid in _MARKUP[kind](path) if grid.name == name)
    with telling_errors(path):
        workbook = _workbook(path, kind)
        sheet = next(sheet for sheet in workbook.sheets_metadata if sheet.name == name)
        return _loaded(workbook, sheet, limits.Extent(0))


def _workbook(path: Path, kind: Container) -> "CalamineWorkbook":
    """Open a workbook as what it is; the reader goes by the suffix unless it is given the bytes."""
    from python_calamine import load_workbook

    if path.suffix.lower() in _SUFFIXES[kind]:
        return load_workbook(path)
    with path.open("rb") as file:
        return load_workbook(file)


_SUFFIXES = {
    Container.XLSX: (".xlsx", ".xlsm"),
    Container.XLSB: (".xlsb",),
    Container.XLS: (".xls",),
    Container.ODS: (".ods",),
}


def _grid(
    path: Path, workbook: "CalamineWorkbook", sheet: "SheetMetadata", extent: limits.Extent | None, report: Report
) -> Grid | None:
    if str(sheet.typ) != "SheetTypeEnum.WorkSheet":
        detail = str(sheet.typ).removeprefix("SheetTypeEnum.")
        report(Note(Reason.UNSUPPORTED, sheet.name, detail=f"a sheet that holds no cells: {detail}"))
        return None
    if extent and not extent.loadable:
        report(Note(Reason.BYTE_LIMIT, sheet.name, detail=f"reaches to {extent.farthest}", count=extent.cells))
        return None
    try:
        with telling_errors(path):
            return _loaded(workbook, sheet, extent or limits.Extent(0))
    except FileUnreadable as error:
        report(Note(Reason.BROKEN, sheet.name, detail=str(error.__cause__ or error)))
        return None


def _loaded(workbook: "CalamineWorkbook", sheet: "SheetMetadata", extent: limits.Extent) -> Grid:
    loaded = workbook.get_sheet_by_name(sheet.name)
    (_, left), (bottom, right) = loaded.start or (0, 0), loaded.end or (-1, -1)
    return Grid(
        sheet.name,
        loaded.iter_rows,
        left=left,
        width=right - left + 1,
        height=bottom + 1,
        hidden=str(sheet.visible) != "SheetVisibleEnum.Visible",
        merges=tuple(Merge(a, c + 1, b, d + 1) for (a, b), (c, d) in loaded.merged_cell_ranges or ()),
        errors=extent.errors,
        errors_unplaced=extent.errors_unplaced,
    )


def _extents(path: Path, kind: Container) -> dict[str, limits.Extent]:
    """Return what is known of each sheet before it is loaded, having checked that loading is safe."""
    if kind is Container.XLS:
        workbook = Compound(path).stream("Workbook", "Book")
        if binary.is_protected(workbook):
            raise unreadable(path, "Excel 97", error=FileProtected)
        return {name: limits.Extent(0, errors=errors) for name, errors in binary.xls_errors(workbook).items()}
    with ZipFile(path) as archive:
        limits.check_archive(path, archive)
        for name in archive.namelist():
            if name.startswith(_DRAINED) and name != "content.xml":
                limits.drain(archive, name)
        return _ZIPPED[kind](archive)


def _xlsx_extents(archive: ZipFile) -> dict[str, limits.Extent]:
    from defusedxml.ElementTree import fromstring

    targets = _targets(archive, "xl/_rels/workbook.xml.rels")
    sheets = [tag for tag in fromstring(archive.read("xl/workbook.xml")).iter() if tag.tag.endswith("}sheet")]
    parts = {tag.get("name", ""): targets.get(_relation(tag.attrib)) for tag in sheets}
    return {name: limits.sheet_extent(archive, part) for name, part in parts.items() if part}


def _xlsb_extents(archive: ZipFile) -> dict[str, limits.Extent]:
    targets = _targets(archive, "xl/_rels/workbook.bin.rels")
    parts = {name: targets.get(key) for name, key in binary.xlsb_sheets(archive.read("xl/workbook.bin")).items()}
    return {name: binary.xlsb_extent(archive.read(part)) for name, part in parts.items() if part}


def _ods_extents(archive: ZipFile) -> dict[str, limits.Extent]:
    """Return the error cells of each sheet; the reader itself limits the cells of an .ods."""
    from html import unescape

    found: dict[str, int] = {}
    name = ""
    for piece in limits.tags(archive, "content.xml"):
        parts = _ODS_TABLE.split(piece)
        for place, text in enumerate(parts):
            if place % 2:
                name = unescape(text.decode("utf-8", "replace"))
            found[name] = found.get(name, 0) + (0 if place % 2 else len(_ODS_ERROR.findall(text)))
    return {name: limits.Extent(0, errors_unplaced=count) for name, count in found.items()}


_ZIPPED: dict[Container, Callable[[ZipFile], dict[str, limits.Extent]]] = {
    Container.XLSX: _xlsx_extents,
    Container.XLSB: _xlsb_extents,
    Container.ODS: _ods_extents,
}


def _relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith("}id")), "")


def _targets(archive: ZipFile, name: str) -> dict[str, str]:
    """Return where each relation of the workbook leads, as names of the archive's parts."""
    from defusedxml.ElementTree import fromstring

    there = {part.lower(): part for part in archive.namelist()}
    found: dict[str, str] = {}
    for tag in fromstring(archive.read(name)).iter():
        target = tag.get("Target", "")
        full = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
        if full.lower() in there:
            found[tag.get("Id", "")] = there[full.lower()]
    return found
