"""What goes wrong when fields of different systems are matched."""

from regia.errors import RegiaError, Text


class TermsUnreadable(RegiaError):
    """A company's own `terms.toml` is not what it should be."""

    happened = Text(
        "I termini dell'azienda in «{path}» non si leggono: {detail}.",
        "The company's terms in '{path}' cannot be read: {detail}.",
    )
    fix = Text(
        'Scrivi un termine per riga con le sue parole, così: customer = ["cliente", "abbonato"].',
        'Write one term a line with its words, as in: customer = ["client", "subscriber"].',
    )
