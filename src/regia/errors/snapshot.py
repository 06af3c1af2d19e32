"""What can go wrong with the evidence on disk."""

from regia.errors import RegiaError, Text


class SnapshotMissing(RegiaError):
    """There is no such snapshot."""

    happened = Text("Non c'è la fotografia «{snapshot}» in {folder}.", "There is no snapshot '{snapshot}' in {folder}.")
    fix = Text(
        "`regia snapshots list` elenca quelle che ci sono; `regia checkup` ne fa una.",
        "`regia snapshots list` lists those there are; `regia checkup` takes one.",
    )


class SnapshotNewer(RegiaError):
    """A snapshot was written by a newer Regia."""

    happened = Text(
        "La fotografia {snapshot} è nel formato {found}, questa versione di Regia legge fino al {known}.",
        "Snapshot {snapshot} is in format {found}, this version of Regia reads up to {known}.",
    )
    fix = Text("Aggiorna Regia.", "Upgrade Regia.")


class SnapshotDamaged(RegiaError):
    """A file of a snapshot is missing, cut or changed."""

    happened = Text("La fotografia {snapshot} è danneggiata: {detail}.", "Snapshot {snapshot} is damaged: {detail}.")
    fix = Text(
        "Ripristina la cartella .regia da una copia, oppure rifai il check-up: le altre fotografie restano buone.",
        "Restore the .regia folder from a backup, or run the check-up again: the other snapshots stay good.",
    )


class DiskFull(RegiaError):
    """No room left where the evidence is kept."""

    happened = Text(
        "Il disco di {folder} è pieno: la nuova fotografia non è stata conclusa, l'ultima buona è intatta.",
        "The disk of {folder} is full: the new snapshot was not completed, the last good one is intact.",
    )
    fix = Text(
        "Libera spazio (`regia snapshots prune`) e rilancia: il check-up riprende da dove si era fermato.",
        "Make room (`regia snapshots prune`) and run again: the check-up resumes where it stopped.",
    )
    exit_code = 74


class FolderNotWritable(RegiaError):
    """The company folder cannot be written."""

    happened = Text("Non posso scrivere in {folder} ({detail}).", "Cannot write in {folder} ({detail}).")
    fix = Text("Controlla i permessi della cartella dell'azienda.", "Check the permissions of the company folder.")
    exit_code = 73


class CheckupMissing(RegiaError):
    """There is no check-up to show."""

    happened = Text("In {folder} non c'è ancora un check-up.", "There is no check-up in {folder} yet.")
    fix = Text("Fanne uno: `regia checkup {folder}`.", "Run one: `regia checkup {folder}`.")


class CheckupDamaged(RegiaError):
    """A file of a check-up is missing, cut or changed, or has not the columns that this Regia knows."""

    happened = Text(
        "Il check-up {checkup} è danneggiato, o è di un'altra versione di Regia: {detail}.",
        "Check-up {checkup} is damaged, or of another version of Regia: {detail}.",
    )
    fix = Text(
        "Rilancia `regia checkup`: lo ricalcola dalla fotografia.",
        "Run `regia checkup` again: it is computed anew from the snapshot.",
    )


class TableNotComputed(RegiaError):
    """The check-up did not get as far as a table, which is another thing than an empty one."""

    happened = Text(
        "Il check-up {checkup} non ha la tabella «{table}»: si è fermato prima, o la sua fase non è riuscita.",
        "Check-up {checkup} has no table '{table}': it stopped before that, or its stage failed.",
    )
    fix = Text("Rilancia `regia checkup` senza --until.", "Run `regia checkup` again without --until.")
