"""What does the company say of itself? `regia.toml` read into a frozen `Company`.

`load` reads a company folder; `secrets` resolves its references and keeps passwords out of texts; `lock` lets
one check-up at a time work on it.
"""

from regia.workspace.reading import load

__all__ = ["load"]
