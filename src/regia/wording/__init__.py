"""Every sentence, number and date in the reader's language and form.

`fill` writes a sentence with its values, `both` in both languages; `number`, `money`, `share`, `size`, `duration` and
`date_` write one value. Italian: 1.234,56 and 31/12/2026 and 12,5 %. English: 1,234.56 and 31 Dec 2026 and 12.5%.
"""

from regia.wording.dates import date_, duration
from regia.wording.numbers import money, number, share, size
from regia.wording.sentences import UNKNOWN, both, fill, join, value

__all__ = ["UNKNOWN", "both", "date_", "duration", "fill", "join", "money", "number", "share", "size", "value"]
