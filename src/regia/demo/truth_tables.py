"""The columns of a made-up company's truth: those of the evidence tables, and what only a simulation knows."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa

# table -> columns; a column's type follows its name where it is not given after a colon
TABLES: dict[str, str] = {
    "systems": "system name department kind vendor owner cost_eur_year:integer contract_end:date criticality status",
    "datasets": "system dataset kind concept records:integer",
    "fields": "system dataset field position:integer source_type semantic_type personal_data time_role in_key:boolean",
    "keys": "system dataset fields declared:boolean",
    "field_references": "system dataset fields to_dataset to_fields origin",
    "concepts": "concept name_it name_en systems:integer records:integer",
    "attributes": "concept attribute name_it name_en semantic_type system dataset field",
    "correspondences": ("left_system left_dataset left_field right_system right_dataset right_field concept attribute"),
    "entity_records": (
        "entity concept system dataset record probability:number origin_system origin_dataset origin_record "
        "created_at:time"
    ),
    "entities": "entity concept household firm",
    "conflicts": "entity concept attribute system dataset field record value golden_value kind flaw",
    "source_accuracy": "concept attribute system accuracy:number coverage:number compared:integer records:integer",
    "masters": "concept attribute system status",
    "interfaces": (
        "interface from_system to_system from_dataset to_dataset concept mode status lag_p50_hours:number "
        "lag_p90_hours:number records:integer records_per_month:number error_share:number updates:boolean "
        "began_at:time"
    ),
    "evidence": "interface kind reference",
    "lineage": "interface from_system from_dataset from_field to_system to_dataset to_field reference",
    "events": (
        "event:integer activity happened_at:time precision system dataset field record department object_type object "
        "cause:integer"
    ),
    "activities": "activity name_it name_en object_type department system dataset field precision",
    "handoffs": (
        "object_type from_activity to_activity from_system to_system from_department to_department cases:integer "
        "wait_p50_hours:number wait_p90_hours:number wait_mean_hours:number"
    ),
    "bottlenecks": (
        "team department from_activity to_activity object_type onset:time cause wait_before_p50_hours:number "
        "wait_after_p50_hours:number excess_wait_hours:number cases_after:integer"
    ),
    "teams": (
        "team department members:integer load:number service_mean_hours:number pieces:integer "
        "wait_mean_hours:number waited_share:number"
    ),
    "journeys": "journey name_it name_en object_type activities cases:integer completed_share:number",
    "traps": "trap system dataset field detail records:integer",
    "findings": "rule system dataset field subject records:integer",
    "radar": "area side score:number worst:boolean",
    "radar_items": "item area score:number",
    "plan": "choice value",
}


def schema(table: str) -> "pa.Schema":
    """Return the Arrow schema of a truth table."""
    import pyarrow as pa

    types = {
        "": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32(),
        "time": pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    columns = (column.partition(":") for column in TABLES[table].split())
    return pa.schema([(name, types[kind]) for name, _, kind in columns])
