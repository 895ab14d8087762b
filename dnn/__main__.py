"""`python -m dnn`: the same door as the command `dnn`."""

import sys

from dnn.cli import main

if __name__ == "__main__":
    sys.exit(main())
