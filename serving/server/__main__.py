"""`python -m slipway.serving.server`, and `python -m serving.server` in the repository."""

import sys

from slipway.serving.server.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
