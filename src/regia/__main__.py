"""`python -m regia` is `regia`."""

from regia.cli import main

main()
