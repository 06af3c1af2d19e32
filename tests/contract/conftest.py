"""Finds the cases of `tests/contract/cases/` and makes each source once."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.contract.case import Case, Made


def cases() -> list[Case]:
    names = sorted(path.stem for path in (Path(__file__).parent / "cases").glob("*.py") if path.stem != "__init__")
    modules = [importlib.import_module(f"tests.contract.cases.{name}") for name in names]
    return [case for module in modules for case in getattr(module, "CASES", None) or (module.CASE,)]


def _parameter(case: Case) -> Any:
    return pytest.param(case, id=str(case), marks=[pytest.mark.server] if case.server else [])


@pytest.fixture(scope="module", params=[_parameter(case) for case in cases()])
def case(request: pytest.FixtureRequest) -> Case:
    return request.param


@pytest.fixture(scope="module")
def made(case: Case, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """The source as it was made; checks must leave it so."""
    server = request.getfixturevalue(case.server) if case.server else ""
    with case.make(tmp_path_factory.mktemp("case"), server) as source:
        yield source


@pytest.fixture
def own(case: Case, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Made]:
    """A source of the check's own, to change."""
    server = request.getfixturevalue(case.server) if case.server else ""
    with case.make(tmp_path, server) as source:
        yield source
