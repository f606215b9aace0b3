"""Entry point of `python3 -m bootstrap`; readable by old Pythons, so that they get a sentence."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is the check for machines with an older one
    sys.exit(
        "Python: got %s; expected 3.11 or newer. Install it, or name one: make up PYTHON=python3.11"  # noqa: UP031
        % sys.version.split()[0]
    )

from bootstrap.cli import main

if __name__ == "__main__":
    sys.exit(main())
