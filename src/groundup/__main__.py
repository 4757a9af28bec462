"""``python -m groundup``."""

import sys

from groundup.command_line import main

if __name__ == "__main__":
    sys.exit(main())
