"""What several forms take in the same way."""

from django import forms

from regia.errors import Text
from regia.web.frame.language import tell
from regia.workspace.section import as_identifier

_NAMELESS = Text("Servono almeno una lettera o una cifra.", "At least a letter or a digit is needed.")


def section_name(text: str) -> str:
    """Return a name as one line, of which a folder or a section of regia.toml can be called.

    Raises:
        ValidationError: nothing would be left of it.
    """
    name = " ".join(text.split())
    if as_identifier(name) is None:
        raise forms.ValidationError(tell(_NAMELESS))
    return name
