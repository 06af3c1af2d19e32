"""What is written is what is read back, and a word written wrong is told at its line."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regia.errors.company import CompanyFileWrong
from regia.workspace.company import Company, System
from regia.workspace.keys import SECTIONS
from regia.workspace.reading import parse
from regia.workspace.rendering import render
from tests.workspace.companies import FOLDER, companies


@given(companies())
@settings(max_examples=40, deadline=None)
def test_any_company_is_read_back_as_it_was_written(company):
    assert parse(render(company), FOLDER) == company


@given(companies(), st.data())
@settings(max_examples=30, deadline=None)
def test_any_key_written_wrong_is_told_at_its_line(company, data):
    lines = render(company).split("\n")
    inside = {at: _section_of(lines, at) for at, line in enumerate(lines) if " = " in line and not line.startswith("#")}
    fixed = [at for at, section in inside.items() if not section.endswith("options") and section != "capabilities"]
    at = data.draw(st.sampled_from(fixed))
    key, _, value = lines[at].partition(" = ")
    place = data.draw(st.integers(0, len(key)))
    wrong = key[:place] + data.draw(st.sampled_from("xz")) + key[place:]
    lines[at] = f"{wrong} = {value}"
    with pytest.raises(CompanyFileWrong) as caught:
        parse("\n".join(lines), FOLDER)
    [mistake] = [mistake for mistake in caught.value.mistakes if mistake.key.endswith(f".{wrong}")]
    assert (mistake.line, mistake.nearest) == (at + 1, key)


def _section_of(lines, at):
    return next(line for line in reversed(lines[:at]) if line.startswith("[")).strip("[]")


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_new_file_explains_every_key_in_the_companys_language(language):
    text = render(Company(FOLDER, "Acme", language, systems=(System("crm", "CRM"),)))
    for section, keys in SECTIONS.items():
        assert section.split(".")[0] in text
        for key in keys:
            assert f"# {key.says.say(language)}\n" in text, key.name


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_examples_are_right_when_brought_to_life(language):
    # Every commented key or header is an example; comments in words have none of these forms.
    lines = render(Company(FOLDER, "Acme", language)).split("\n")
    live = [
        line[2:]
        if line.startswith("# [") or (line.startswith("# ") and " = " in line and ":" not in line.split(" = ")[0])
        else line
        for line in lines
    ]
    company = parse("\n".join(live), FOLDER)
    assert company.systems[0].source
    assert company.departments[0].capabilities == (company.capabilities[0].capability,)
    assert company.assumptions == replace(company.assumptions, confirmed=False)
