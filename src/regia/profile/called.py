"""What the profile's codes are called: kinds of dataset, roles of a time, types, languages."""

from regia.errors import Text

KINDS = {
    "entity": Text("anagrafica", "entity"),
    "transaction": Text("transazioni", "transactions"),
    "code_list": Text("elenco di codici", "code list"),
    "status_history": Text("storia degli stati", "status history"),
    "log": Text("registro", "log"),
    "bridge": Text("tabella di collegamento", "bridge"),
    "translation": Text("traduzioni", "translations"),
    "entity_attribute_value": Text("attributi e valori", "attributes and values"),
    "backup_copy": Text("vecchia copia", "backup copy"),
    "spreadsheet": Text("foglio di calcolo", "spreadsheet"),
}
TIME_ROLES = {
    "event": Text("evento", "event"),
    "planned": Text("prevista", "planned"),
    "validity": Text("validità", "validity"),
    "technical": Text("tecnica", "technical"),
}
TYPES = {
    "text": Text("testo", "text"),
    "integer": Text("numero intero", "whole number"),
    "decimal": Text("numero decimale", "decimal number"),
    "float": Text("numero con la virgola", "floating number"),
    "boolean": Text("sì o no", "yes or no"),
    "date": Text("data", "date"),
    "time": Text("ora", "time of day"),
    "timestamp": Text("data e ora", "date and time"),
    "timestamp_utc": Text("data e ora (UTC)", "date and time (UTC)"),
    "duration": Text("durata", "duration"),
    "binary": Text("dati binari", "binary data"),
}
LANGUAGES = {
    "it": Text("italiano", "Italian"),
    "en": Text("inglese", "English"),
    "de": Text("tedesco", "German"),
    "fr": Text("francese", "French"),
    "es": Text("spagnolo", "Spanish"),
}
