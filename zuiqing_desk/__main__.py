"""``python -m zuiqing_desk`` is ``zuiqing-desk``."""

import sys

from zuiqing_desk.cli import main

if __name__ == "__main__":
    sys.exit(main())
