"""`python -m mailing`."""

import sys

from mailing.cli import main

if __name__ == "__main__":
    sys.exit(main())
