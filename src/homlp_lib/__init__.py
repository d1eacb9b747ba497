"""What the pages of HOMLP import.

Importing this package is cheap: it loads neither NumPy nor PyTorch nor
scikit-learn. Each room is imported by its own name::

    from homlp_lib import at_scale, record
    from homlp_lib import plots
    from homlp_lib.scratch.linear import RidgeRegressor
"""

from .errors import HomlpError
from .results import record
from .runtime import at_scale, device, environment, scale, seed_all

__all__ = ["record", "at_scale", "scale", "device", "seed_all", "environment", "HomlpError"]
