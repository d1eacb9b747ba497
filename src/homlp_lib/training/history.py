"""What training measured, epoch by epoch."""

from dataclasses import dataclass, field

import pandas as pd

from ..errors import InvalidDataError

__all__ = ["History"]


@dataclass
class History:
    """A record of named numbers, one row an epoch.

    Parameters
    ----------
    rows : list of dict
        What was measured so far; the first row fixes the names.

    Examples
    --------
    >>> history = History()
    >>> history.append(loss=0.5, validation_loss=0.6)
    >>> history["loss"]
    [0.5]
    """

    rows: list[dict[str, float]] = field(default_factory=list)

    def append(self, **measured: float) -> None:
        """Add an epoch.

        Parameters
        ----------
        **measured : float
            The same names as in the first epoch.

        Raises
        ------
        InvalidDataError
            If a name is missing or new.
        """
        if self.rows and measured.keys() != self.rows[0].keys():
            raise InvalidDataError(
                f"an epoch of this history has {sorted(self.rows[0])}, got {sorted(measured)}"
            )
        self.rows.append(measured)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, name: str) -> list[float]:
        return [row[name] for row in self.rows]

    def frame(self) -> pd.DataFrame:
        """Return the history as a table whose index is the epoch, from 1."""
        return pd.DataFrame(self.rows, index=pd.RangeIndex(1, len(self) + 1, name="epoch"))
