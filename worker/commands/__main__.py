"""`python -m worker.commands` is `newsmill`."""

import sys

from worker.commands import main

sys.exit(main())
