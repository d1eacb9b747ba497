"""``python -m homlp_build`` is the command ``homlp``."""

import sys

from .cli import main

sys.exit(main())
