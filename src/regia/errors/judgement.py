"""What can go wrong with the log of verdicts."""

from regia.errors import RegiaError, Text


class LogDamaged(RegiaError):
    """A line of the log is not a verdict."""

    happened = Text(
        "Il registro dei giudizi {path} è rovinato alla riga {line}: {detail}.",
        "The log of verdicts {path} is damaged at line {line}: {detail}.",
    )
    fix = Text(
        "Ripristina il file da una copia di sicurezza, oppure togli quella riga.",
        "Restore the file from a backup, or remove that line.",
    )


class LogUnwritable(RegiaError):
    """A verdict cannot be kept."""

    happened = Text(
        "Non posso scrivere il giudizio in {path}: {detail}.", "Cannot write the verdict to {path}: {detail}."
    )
    fix = Text(
        "Controlla lo spazio su disco e i permessi della cartella, poi ripeti.",
        "Check the room on the disk and the folder's permissions, then repeat.",
    )


class FieldUnknown(RegiaError):
    """A field named on the command line is in no system."""

    happened = Text("«{name}» non è un campo noto{meant}.", "'{name}' is no known field{meant}.")
    fix = Text(
        "Scrivilo come sistema.archivio.campo; `regia questions` mostra i nomi esatti.",
        "Write it as system.dataset.field; `regia questions` shows the exact names.",
    )


class SameSystem(RegiaError):
    """Two fields of one system were said to correspond."""

    happened = Text(
        "«{left}» e «{right}» sono dello stesso sistema.", "'{left}' and '{right}' belong to the same system."
    )
    fix = Text(
        "Una corrispondenza è fra campi di sistemi diversi.", "A correspondence is between fields of different systems."
    )


class InterfaceUnknown(RegiaError):
    """An interface named on the command line is not in the register."""

    happened = Text("«{name}» non è un'interfaccia nota{meant}.", "'{name}' is no known interface{meant}.")
    fix = Text(
        "Scrivi il sistema di partenza e poi arrivo:concetto; `regia show interfaces` mostra i nomi.",
        "Write the system it leaves and then arrival:concept; `regia show interfaces` shows the names.",
    )
    exit_code = 2


class InterfaceWritten(RegiaError):
    """An interface that regia.toml declares was to be rejected."""

    happened = Text("«{name}» è dichiarata in regia.toml.", "'{name}' is declared in regia.toml.")
    fix = Text("Se non c'è più, toglila da [[interfaces]].", "If it is no longer there, take it out of [[interfaces]].")
    exit_code = 2


class RoundEmpty(RegiaError):
    """A round without answers was to be closed."""

    happened = Text(
        "Dall'ultimo giro nessuno ha risposto: non c'è nulla da chiudere.",
        "Nobody has answered since the last round: there is nothing to close.",
    )
    fix = Text(
        "Raccogli prima le risposte: `regia radar answer`, o `regia radar template` per raccoglierle su file.",
        "Gather answers first: `regia radar answer`, or `regia radar template` to gather them in files.",
    )


class RecordUnknown(RegiaError):
    """A record or entity named on the command line was not resolved."""

    happened = Text(
        "«{name}» non è un record né un'entità dell'ultimo check-up.",
        "'{name}' is no record and no entity of the last check-up.",
    )
    fix = Text(
        "Scrivi un record come sistema.archivio.chiave; `regia show entity_records` mostra record ed entità.",
        "Write a record as system.dataset.key; `regia show entity_records` shows records and entities.",
    )
    exit_code = 2


class LinkUnknown(RegiaError):
    """Two records that nothing links."""

    happened = Text(
        "Nessun legame fra «{left}» e «{right}»: è probabile meno del 5 %, o non hanno nulla di raro in comune.",
        "No link between '{left}' and '{right}': it is less than 5% likely, or they share nothing rare.",
    )
    fix = Text(
        "`regia entity` mostra con chi sta ognuno; se sono la stessa cosa, dillo con `regia judge --same`.",
        "`regia entity` shows where each belongs; if they are the same thing, say so with `regia judge --same`.",
    )
    exit_code = 2
