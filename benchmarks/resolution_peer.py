"""Splink configured automatically, as its guides say, from what the columns look like and nothing else.

Comparisons by the look of a column: exact with term frequencies where few values are distinct, Levenshtein for codes,
Jaro-Winkler for short texts, Jaccard for long ones. Blocking on every column, and pair of columns, that stays within a
budget of pairs. u from random pairs, m by EM on the most selective rules, the prior from agreement on two columns.
"""

from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

_PAIRS_A_RECORD = 30


def run(folder: Path, out: Path) -> None:
    """Link a set and write its pairs with their probabilities."""
    from splink import Linker, SettingsCreator
    from splink.backends.duckdb import DuckDBAPI

    records = pq.read_table(folder / "records.parquet")
    names = [name for name in records.column_names if name not in ("source", "id", "entity")]
    lowered = {name: pc.utf8_lower(records[name]) for name in names}
    rows = pa.table({"unique_id": pa.array(range(records.num_rows)), "source_dataset": records["source"], **lowered})
    many = len(pc.unique(records["source"])) > 1
    rules = _rules(rows, names)
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[_comparison(rows[name], name) for name in names],
        blocking_rules_to_generate_predictions=[_block(rule) for rule in rules],
        retain_matching_columns=False,
        additional_columns_to_retain=["source_dataset"] if many else [],
    )
    linker = Linker(DuckDBAPI().register(rows), settings)
    _train(linker, rules)
    found = linker.inference.predict(threshold_match_probability=0.1).as_duckdbpyrelation().to_arrow_table()
    table = pa.table(
        {"left": found["unique_id_l"], "right": found["unique_id_r"], "probability": found["match_probability"]}
    )
    pq.write_table(table, out)


def _train(linker: Any, rules: list[tuple[str, ...]]) -> None:
    pairs = [rule for rule in rules if len(rule) == 2] or rules[:1]
    linker.training.estimate_probability_two_random_records_match([_block(rule) for rule in pairs[:2]], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in rules[:3]:
        linker.training.estimate_parameters_using_expectation_maximisation(_block(rule))


def _block(rule: tuple[str, ...]) -> Any:
    from splink import block_on

    return block_on(*rule)


def _rules(rows: pa.Table, names: list[str]) -> list[tuple[str, ...]]:
    """Return columns, and pairs of those too common alone, that stay within the budget, the most selective first."""
    budget = _PAIRS_A_RECORD * rows.num_rows
    single = {(name,): _pairs(rows, (name,)) for name in names}
    common = [name for (name,), pairs in single.items() if pairs > budget / 4]
    double = {rule: _pairs(rows, rule) for rule in combinations(common, 2)}
    kept = {rule: pairs for rule, pairs in (single | double).items() if 0 < pairs <= budget}
    return sorted(kept, key=lambda rule: kept[rule]) or [(names[0],)]


def _pairs(rows: pa.Table, rule: tuple[str, ...]) -> float:
    known = rows.select(list(rule)).drop_null()
    counts = known.group_by(list(rule)).aggregate([([], "count_all")])["count_all"].to_numpy().astype(float)
    return float((counts * (counts - 1) / 2).sum())


def _comparison(values: pa.ChunkedArray, name: str) -> Any:
    import splink.comparison_library as cl

    known = values.drop_null()
    distinct = len(pc.unique(known))
    letters = pc.mean(pc.utf8_length(known)).as_py() or 0
    digits = pc.mean(pc.cast(pc.match_substring_regex(known, r"^\W*\d[\d\W]*$"), "int8")).as_py() or 0
    if distinct < 100:
        return cl.ExactMatch(name).configure(term_frequency_adjustments=True)
    if digits > 0.7:
        return cl.LevenshteinAtThresholds(name, [1, 2]).configure(term_frequency_adjustments=True)
    if letters > 40:
        return cl.JaccardAtThresholds(name, [0.9, 0.7])
    return cl.JaroWinklerAtThresholds(name, [0.92, 0.8]).configure(term_frequency_adjustments=True)
