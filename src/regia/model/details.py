"""The details of notes in Italian: a note says its detail once, in English, where it is not a name or a type."""

import re
from functools import cache

DETAILS = {
    "0 shown as a date: now empty": "0 mostrato come data: ora vuoto",
    "JSON that is no string": "JSON che non è una stringa",
    "a key twice in an object: the last was taken": "una chiave due volte in un oggetto: presa l'ultima",
    "a last row of totals": "un'ultima riga di totali",
    "a sheet that holds no cells: {}": "un foglio senza celle: {}",
    "a sheet without a table": "un foglio senza tabelle",
    "carried": "ripreso dalla fotografia precedente",
    "characters NUL in the text, kept": "caratteri NUL nel testo, conservati",
    "dates in which day and month cannot be told apart": "date in cui giorno e mese non si distinguono",
    "day before month, as dates with points have it": "giorno prima del mese, come nelle date con i punti",
    "day before month, as where decimals are marked by a comma": (
        "giorno prima del mese, come dove i decimali hanno la virgola"
    ),
    "day first in dates, as in other columns": "prima il giorno nelle date, come in altre colonne",
    "decimals marked by {} as in other columns": "decimali segnati da {} come in altre colonne",
    "decimals marked by {} since longer numbers have no thousands marks": (
        "decimali segnati da {} perché i numeri più lunghi non hanno separatori delle migliaia"
    ),
    "deeper than {} folders: {}": "oltre {} cartelle di profondità: {}",
    "delimited text under a spreadsheet's suffix": "testo delimitato con l'estensione di un foglio di calcolo",
    "delimiter {}": "separatore {}",
    "durations": "durate",
    "empty file": "file vuoto",
    "empty rows": "righe vuote",
    "encoding UTF-8 and windows-1252 by line": "codifica UTF-8 e windows-1252, riga per riga",
    "encoding {}": "codifica {}",
    "error cells (#N/D, #REF! ...): now empty": "celle in errore (#N/D, #REF! ...): ora vuote",
    "month first in dates, as in other columns": "prima il mese nelle date, come in altre colonne",
    "footnotes": "note a piè di tabella",
    "foreign table on {}": "tabella esterna su {}",
    "generated: not in the dump": "calcolata: non è nel dump",
    "granted column by column: others may be hidden": "permessa colonna per colonna: altre possono essere nascoste",
    "half a surrogate pair": "mezza coppia surrogata",
    "INT96 to the microsecond": "INT96 al microsecondo",
    "hidden or temporary: {}": "nascosti o temporanei: {}",
    "look like totals but do not add up: kept": "sembrano totali ma non tornano: tenute",
    "merged cells filled down": "celle unite riempite verso il basso",
    "no JSON objects: {}": "non sono oggetti JSON: {}",
    "no columns": "nessuna colonna",
    "no files: {}": "non sono file: {}",
    "no header row: columns are numbered": "nessuna intestazione: colonne numerate",
    "no header: columns are numbered": "nessuna intestazione: colonne numerate",
    "no type: values of several types": "nessun tipo: valori di tipi diversi",
    "not UTF-8: read as windows-1252": "non è UTF-8: letto come windows-1252",
    "not {}: read as Windows-1252": "non è {}: letto come Windows-1252",
    "numbers like 1.234: thousands or decimals?": "numeri come 1.234: migliaia o decimali?",
    "numbers of more than 15 digits": "numeri di oltre 15 cifre",
    "numbers written with {}": "numeri scritti con {}",
    "numbers, dates and texts in one column": "numeri, date e testi in una colonna",
    "objects without members": "oggetti senza campi",
    "offsets turned into UTC": "fusi orari portati a UTC",
    "quotes inside values": "virgolette dentro i valori",
    "reaches to {}": "arriva fino a {}",
    "repeated header": "intestazione ripetuta",
    "row-level security: rows may be hidden": "sicurezza a livello di riga: alcune righe possono essere nascoste",
    "resumed": "ripreso da una lettura interrotta",
    "rows above the header": "righe sopra l'intestazione",
    "rows of another number of values": "righe con un altro numero di valori",
    "sequence {}": "sequenza {}",
    "several tables on one sheet": "più tabelle in un foglio",
    "shadow tables: {}": "tabelle ombra: {}",
    "spaces: now empty": "spazi: ora vuoti",
    "symbolic links, not followed: {}": "collegamenti simbolici, non seguiti: {}",
    "text without columns": "testo senza colonne",
    "the dump is not whole: it ends too early": "il dump non è intero: finisce troppo presto",
    "the file changed while it was read": "il file è cambiato durante la lettura",
    "the first row holds the names of the columns": "la prima riga tiene i nomi delle colonne",
    "the page ends within the table": "la pagina finisce dentro la tabella",
    "titles and notes outside tables": "titoli e note fuori dalle tabelle",
    "too few fields: the rest is empty": "troppo pochi campi: il resto è vuoto",
    "too many fields: joined in the last": "troppi campi: uniti nell'ultimo",
    "totals and subtotals": "totali e subtotali",
    "unchanged": "non cambiato dall'ultima fotografia",
    "units of measure": "unità di misura",
    "without a suffix: {}": "senza estensione: {}",
    "{} lacks {}": "in {} manca {}",
    "{}: kind {} is taken": "{}: il genere {} è già preso",
    "{}: no value": "{}: nessun valore",
    "{}: text may be shorter": "{}: il testo può essere più corto",
    "{}: values of several types": "{}: valori di tipi diversi",
}
"""By the English text; {} stands for a name, a value or a type, which is the same in any language."""


def in_italian(detail: str) -> str | None:
    """Return a detail in Italian, or None where it belongs to no language (a type, a path) or is not known."""
    said = [_one(part) for part in detail.split("; ")]
    return "; ".join(filter(None, said)) if all(said) else None


def _one(detail: str) -> str | None:
    for pattern, italian in _patterns():
        if match := pattern.fullmatch(detail):
            return italian.format(*match.groups())
    return None


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the texts as patterns, the ones with most letters first: what is exact wins over what has gaps."""
    ordered = sorted(DETAILS.items(), key=lambda pair: (pair[0].count("{}"), -len(pair[0])))
    return tuple(
        (re.compile(re.escape(english).replace(r"\{\}", "(.*)"), re.DOTALL), italian) for english, italian in ordered
    )
