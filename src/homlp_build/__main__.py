"""``python -m homlp_build`` is the command ``homlp``."""

import sys

from .command import main

sys.exit(main())
