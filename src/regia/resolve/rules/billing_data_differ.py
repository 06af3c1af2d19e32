"""Invoice data that differ from the ERP's.

**What it looks for.** Data that go on an invoice (VAT number, tax code, company name, e-invoice address, IBAN) and
amounts and dates of invoices that are wrong, out of date or different in a system other than the one held to be right,
or in the ERP itself; five or more in a dataset.

**Why it matters.** An invoice with a wrong VAT number is refused by the exchange system or must be credited and issued
again; a wrong IBAN is money paid to somebody else.

**What to do.** The business corrects the ones about to be invoiced first. IT takes billing data from one system only.

**Known limits.** A value that is wrong everywhere is seen only where it breaks its check digit (other findings). The
cost is told once, under systems that contradict one another.
"""

from collections.abc import Iterable

from regia.engine.session import literal
from regia.errors import Text
from regia.model.rule import Hit, Rule, Severity, Tables

FEWEST = 5
_OF_INVOICES = "('vat_number', 'tax_code', 'sdi_code', 'iban', 'company_name', 'registration')"


def find(tables: Tables) -> Iterable[Hit]:
    """Yield one hit a dataset."""
    condition = (
        f"kind IN ('stale', 'typing', 'different') AND (attribute IN {_OF_INVOICES} "
        "OR concept IN ('invoice', 'credit_note', 'invoice_line'))"
    )
    rows = tables.query(
        "SELECT f.system, f.dataset, count(*) AS n, count(DISTINCT f.entity) AS entities, "  # noqa: S608
        "avg(f.probability_right) AS probability, "
        "any_value(regexp_matches(lower(coalesce(s.system_kind, '')), 'erp|gestional')) "
        "AS is_erp FROM conflicts AS f LEFT JOIN (SELECT system, kind AS system_kind FROM systems) AS s "
        f"ON s.system = f.system WHERE {condition} "
        f"GROUP BY f.system, f.dataset HAVING n >= {FEWEST} ORDER BY f.system, f.dataset"
    )
    return (_hit(row, condition) for row in rows)


def _hit(row: dict[str, object], condition: str) -> Hit:
    system, dataset = str(row["system"]), str(row["dataset"])
    return Hit(
        subject=f"{system}.{dataset}",
        values={"system": system, "dataset": dataset, "n": row["n"], "entities": row["entities"]},
        evidence_table="conflicts",
        evidence_filter=f"system = {literal(system)} AND dataset = {literal(dataset)} AND {condition}",
        system=system,
        dataset=dataset,
        records=int(str(row["n"])),
        probability=float(str(row["probability"])),
        severity=Severity.MAJOR if row["is_erp"] else None,
    )


RULE = Rule(
    code="billing_data_differ",
    severity=Severity.MINOR,
    title=Text("Dati di fatturazione diversi fra sistemi", "Billing data that differ between systems"),
    says=Text(
        "In {dataset} di {system} {n:dato di fatturazione è diverso|dati di fatturazione sono diversi} da quelli "
        "ritenuti giusti ({entities:intestatario o documento|intestatari o documenti}).",
        "In {dataset} of {system} {n:piece of billing data differs|pieces of billing data differ} from what is held to "
        "be right ({entities:customer or document|customers or documents}).",
    ),
    it_does=Text("Prendere i dati di fatturazione da un sistema solo.", "Take billing data from one system only."),
    business_does=Text("Correggere prima chi sta per essere fatturato.", "Correct first who is about to be invoiced."),
    find=find,
)
