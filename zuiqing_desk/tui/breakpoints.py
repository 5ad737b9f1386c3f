"""The sizes of terminal a screen is laid out for, once for all screens.

Under 100 columns there is room for a list and one thing beside it, from 160 for wider ones; under
30 rows every row counts.
"""

Breakpoints = list[tuple[int, str]]
"""From how many columns or rows on a screen has which class."""

MEDIUM_FROM = 100
WIDE_FROM = 160
TALL_FROM = 30

WIDTHS: Breakpoints = [(0, "-narrow"), (MEDIUM_FROM, "-medium"), (WIDE_FROM, "-wide")]
TWO_WIDTHS: Breakpoints = [(0, "-narrow"), (MEDIUM_FROM, "-wide")]
HEIGHTS: Breakpoints = [(0, "-short"), (TALL_FROM, "-tall")]
