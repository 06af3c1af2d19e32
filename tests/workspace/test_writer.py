import os
import tomllib
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.errors.company import CompanyFileMissing, CompanyFileUnwritable, CompanyFileWrong, CompanyLocked
from regia.workspace import load, writer
from regia.workspace.lock import company_lock
from regia.workspace.rendering import render
from regia.workspace.writer import set_value, set_values
from tests.workspace.companies import amounts, companies, days, identifiers, lines

TEXT = """\
# top
[company]
name = "A"   # our name
# language = "it"

# ---- systems ----
[systems.crm]
name = "CRM"
# vendor = "x"
users = 3

# the second
[systems.erp] # ERP
name = 'ERP'
source = "exports"
limits = {minutes = 5}
# about the ERP

# other
# [working_time]
# opens = "09:00"
# closes = "18:00"
"""


def _after(folder, path, value):
    place = folder(TEXT)
    set_value(place, path, value)
    return (place / "regia.toml").read_text("utf-8")


def _difference(text):
    """Lines taken out and put in, where a text differs from TEXT."""
    before, after = TEXT.split("\n"), text.split("\n")
    return [line for line in before if line not in after], [line for line in after if line not in before]


@pytest.mark.parametrize(
    ("path", "value", "out", "into"),
    [
        (("company", "name"), "B", ['name = "A"   # our name'], ['name = "B"   # our name']),
        (("company", "language"), "en", ['# language = "it"'], ['language = "en"']),
        (("company", "keep_days"), 9, [], ["keep_days = 9"]),
        (("systems", "crm", "vendor"), 'V "1"', ['# vendor = "x"'], ['vendor = "V \\"1\\""']),
        (("systems", "crm", "users"), None, ["users = 3"], []),
        (("systems", "crm", "cost_eur_year"), Decimal("12.50"), [], ["cost_eur_year = 12.50"]),
        (("systems", "erp", "contract_end"), date(2026, 12, 31), [], ["contract_end = 2026-12-31"]),
        (("systems", "erp", "limits", "minutes"), 6, None, ["limits = {minutes = 6}"]),
        (("systems", "erp", "limits", "minutes"), None, None, ["limits = {}"]),
        (("systems", "shop", "name"), "Shop", [], ["[systems.shop]", 'name = "Shop"']),
        (("working_time", "closes"), time(17), None, ["[working_time]", 'closes = "17:00"']),
        (("assumptions", "confirmed"), True, [], ["[assumptions]", "confirmed = true"]),
    ],
)
def test_a_change_touches_its_own_line_alone(folder, path, value, out, into):
    taken, put = _difference(_after(folder, path, value))
    assert out is None or taken == out
    assert [line for line in put if line] == into


def test_comments_stay_with_their_section(folder):
    text = _after(folder, ("systems", "crm", "owner"), "Anna")
    assert 'users = 3\nowner = "Anna"\n\n# the second\n[systems.erp] # ERP' in text


def test_a_section_goes_with_what_is_in_it_and_leaves_the_comments_around_it(folder):
    taken, put = _difference(_after(folder, ("systems", "erp"), None))
    assert taken == ["[systems.erp] # ERP", "name = 'ERP'", 'source = "exports"', "limits = {minutes = 5}"]
    assert put == []


def test_a_new_section_comes_after_its_kin_and_their_comments(folder):
    text = _after(folder, ("systems", "shop", "name"), "Shop")
    assert '# about the ERP\n\n[systems.shop]\nname = "Shop"\n\n# other' in text


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ('company.name = "A"\n', ("company", "language"), "en"),
        ('company = {name = "A"}', ("company", "language"), "en"),
        ('[company]\nname = "A"\n[systems]\ncrm.name = "C"\n', ("systems", "crm", "owner"), "x"),
        ('[company]\nname = "A"\n[systems]\ncrm = {}\n', ("systems", "crm", "owner"), "x"),
        ('[company]\nname = "A"\n[systems]\n', ("systems", "crm", "owner"), "x"),
        ('[company]\nname = "A"\nlanguage = "it"', ("company", "language"), None),
        ('company = {name = "A", language = "it"}', ("company", "language"), None),
        ('company = {language = "it", name = "A"}', ("company", "language"), None),
        ('[systems.crm]\n[company]\nname = "A"', ("departments", "a", "name"), "x"),
        ('[systems.crm]\n[company]\nname = "A"', ("capabilities", "è"), None),
        ('[company]\nname = """A"""', ("company", "name"), "B"),
        ('[company]\nname = "A"\n\n[systems.crm]\nusers = 3\n', ("systems", "crm"), None),
        ('[systems.crm]\nusers = 3\n[company]\nname = "A"\n', ("systems", "crm"), None),
        ('[company]\nname = "A"\n[systems]\ncrm.users = 3\ncrm.name = "C"\n', ("systems", "crm"), None),
        ('[company]\nname = "A"\n[systems]\ncrm = {users = 3}\n', ("systems", "crm"), None),
    ],
)
def test_a_change_finds_its_place_however_the_file_is_written(folder, text, path, value):
    place = folder(text)
    set_value(place, path, value)
    table = tomllib.loads((place / "regia.toml").read_text("utf-8"))
    for part in path:
        table = table.get(part) if isinstance(table, dict) else None
    assert table == value


def test_line_ends_mark_and_permissions_stay(folder):
    place = folder(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    (place / "regia.toml").chmod(0o640)
    set_value(place, ("company", "name"), "Società")
    data = (place / "regia.toml").read_bytes()
    assert data == b"\xef\xbb\xbf" + TEXT.replace('"A"', '"Società"').replace("\n", "\r\n").encode()
    assert (place / "regia.toml").stat().st_mode & 0o777 == 0o640


def test_a_file_in_windows_1252_becomes_utf8(folder):
    place = folder('[company]\nname = "Società"\n'.encode("cp1252"))
    set_value(place, ("company", "keep_days"), 3)
    assert (place / "regia.toml").read_text("utf-8") == '[company]\nname = "Società"\nkeep_days = 3\n'


@pytest.mark.parametrize(
    "changes",
    [
        {("company", "language"): "fr"},
        {("company", "name"): None},
        {("systems", "crm", "department"): "nobody"},
        {("systems", "crm", "source"): "postgresql://u:hunter2@db/x"},
        {("company", "name"): "B", ("working_time", "opens"): time(20)},
        {("nothing", "at", "all"): 1},
    ],
)
def test_a_change_that_would_be_a_mistake_is_not_written(folder, changes):
    place = folder(TEXT)
    with pytest.raises(CompanyFileWrong):
        set_values(place, changes)
    assert (place / "regia.toml").read_text("utf-8") == TEXT
    assert sorted(path.name for path in place.iterdir()) == [".regia", "regia.toml"]


def test_values_that_need_one_another_are_changed_together(folder):
    company = set_values(folder(TEXT), {("working_time", "opens"): time(20), ("working_time", "closes"): time(22)})
    assert (company.working_time.opens, company.working_time.closes) == (time(20), time(22))


def test_a_broken_disk_leaves_the_file_as_it_was(folder, monkeypatch):
    place = folder(TEXT)

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CompanyFileUnwritable, match="No space"):
        set_value(place, ("company", "name"), "B")
    assert (place / "regia.toml").read_text("utf-8") == TEXT
    assert sorted(path.name for path in place.iterdir()) == [".regia", "regia.toml"]


def test_writers_wait_for_one_another_but_not_for_a_checkup(folder, monkeypatch):
    monkeypatch.setattr(writer, "_WAIT_SECONDS", 0)
    place = folder(TEXT)
    with company_lock(place):
        set_value(place, ("company", "name"), "B")
    with company_lock(place, name=writer.LOCK), pytest.raises(CompanyLocked):
        set_value(place, ("company", "name"), "C")
    assert load(place).name == "B"


def test_a_folder_without_a_file_is_not_touched(tmp_path):
    with pytest.raises(CompanyFileMissing):
        set_value(tmp_path, ("company", "name"), "B")
    assert list(tmp_path.iterdir()) == []


CHANGES = st.one_of(
    st.tuples(st.just(("company", "name")), lines),
    st.tuples(st.tuples(st.just("systems"), identifiers, st.sampled_from(["name", "vendor", "owner"])), lines),
    st.tuples(st.tuples(st.just("systems"), identifiers, st.just("cost_eur_year")), amounts),
    st.tuples(st.tuples(st.just("systems"), identifiers, st.just("contract_end")), days | st.none()),
    st.tuples(st.tuples(st.just("systems"), identifiers), st.none()),
    st.tuples(st.tuples(st.just("departments"), identifiers, st.just("name")), lines),
    st.tuples(st.tuples(st.just("capabilities"), identifiers), lines),
    st.tuples(st.just(("assumptions", "hour_cost_eur")), amounts | st.none()),
)


@given(companies(), st.lists(CHANGES, max_size=6))
@settings(deadline=None, max_examples=40)
def test_any_changes_are_read_back_and_no_comment_is_lost(company, changes):
    text = render(company)
    words = [line for line in text.split("\n") if line.startswith("# ") and " = " not in line and "[" not in line]
    for path, value in changes:
        before = writer._read(text)
        text = writer._changed(text, path, value)
        now, wanted = writer._read(text), writer._wanted(before, path, value)
        assert now == wanted or writer._pruned(now, path) == writer._pruned(wanted, path)
    after = text.split("\n")
    assert [line for line in after if line in set(words)] == words
