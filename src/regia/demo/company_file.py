"""Writes a made-up company's regia.toml."""

from datetime import date
from pathlib import Path

from regia.demo.calendar import Calendar, month_end
from regia.demo.governing import Governing, served
from regia.demo.industry import IndustrySpec
from regia.demo.options import DemoOptions
from regia.demo.spec import SystemSpec


def contract_end(system: SystemSpec, until: date) -> date | None:
    """Return the last day of a system's contract: the end of a month, so many months after the history's end."""
    if system.contract_months is None:
        return None
    months = until.year * 12 + until.month - 1 + system.contract_months
    return month_end(date(months // 12, months % 12 + 1, 1))


def write_company_file(
    folder: Path, options: DemoOptions, *, spec: IndustrySpec, systems: tuple[SystemSpec, ...], sources: dict[str, str],
    calendar: Calendar, led: Governing,
) -> None:  # fmt: skip
    """Write `folder`/regia.toml; `sources` are the addresses of the systems."""
    lines = [
        "# Azienda inventata da `regia demo`: persone, aziende e dati non esistono.",
        "# A company made up by `regia demo`: its people, firms and data do not exist.",
        "",
        "[company]",
        f'name = "{spec.company}"',
        'language = "it"',
        "made_up = true",
        'evidence = ["evidence"]',
    ]
    for department, (name, capabilities) in spec.departments.items():
        listed = ", ".join(f'"{capability}"' for capability in capabilities)
        lines += ["", f"[departments.{department}]", f'name = "{name}"', f"capabilities = [{listed}]"]
    for system in systems:
        lines += ["", *_system(system, sources[system.system], options.until), *served(system, led)]
    lines += led.lines
    lines += ["", *_working_time(calendar), "", "[assumptions]", "hour_cost_eur = 32", "minutes_per_duplicate = 6"]
    (folder / "regia.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _system(system: SystemSpec, source: str, until: date) -> list[str]:
    text = {
        "name": system.name,
        "department": system.department,
        "kind": system.kind,
        "vendor": system.vendor,
        "owner": system.owner,
    }
    lines = [f"[systems.{system.system}]"] + [f'{key} = "{value}"' for key, value in text.items() if value]
    if system.cost_eur_year is not None:
        lines.append(f"cost_eur_year = {system.cost_eur_year}")
    ends = contract_end(system, until)
    if ends:
        lines.append(f"contract_end = {ends.isoformat()}")
    if system.criticality:
        lines.append(f'criticality = "{system.criticality}"')
    if system.users is not None:
        lines.append(f"users = {system.users}")
    return [*lines, f'source = "{source}"']


def _working_time(calendar: Calendar) -> list[str]:
    closures = ", ".join(f"[{first.isoformat()}, {last.isoformat()}]" for first, last in calendar.closures)
    return [
        "[working_time]",
        'weekdays = ["mon", "tue", "wed", "thu", "fri"]',
        'opens = "09:00"',
        'closes = "18:00"',
        'timezone = "Europe/Rome"',
        'holidays = "IT"',
        f"closures = [{closures}]",
    ]
