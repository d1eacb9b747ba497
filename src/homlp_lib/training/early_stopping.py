"""Stop when the validation loss has ceased to fall, and go back to the best weights."""

import copy
import math
from typing import Any

from torch import nn

from ..errors import InvalidParameterError

__all__ = ["EarlyStopping"]


class EarlyStopping:
    """Watch a loss; keep a copy of the weights that made it smallest.

    Parameters
    ----------
    patience : int
        Epochs without improvement before training should stop, >= 1.

    Attributes
    ----------
    best : float
        The smallest loss seen; infinite before the first.
    best_epoch : int
        The epoch that made it, from 1; 0 before the first.

    Raises
    ------
    InvalidParameterError
        If ``patience`` is less than 1.
    """

    def __init__(self, patience: int) -> None:
        if patience < 1:
            raise InvalidParameterError(f"patience must be >= 1, got {patience}")
        self.patience = patience
        self.best, self.best_epoch, self.epoch = math.inf, 0, 0
        self._state: dict[str, Any] | None = None

    def update(self, model: nn.Module, loss: float) -> bool:
        """Note an epoch's loss, and return whether training should stop.

        A loss that is not a number never counts as an improvement.

        Parameters
        ----------
        model : torch.nn.Module
        loss : float
        """
        self.epoch += 1
        if loss < self.best:
            self.best, self.best_epoch = loss, self.epoch
            self._state = copy.deepcopy(model.state_dict())
        return self.epoch - self.best_epoch >= self.patience

    def restore(self, model: nn.Module) -> None:
        """Give a model the best weights; without any, leave it as it is.

        Parameters
        ----------
        model : torch.nn.Module
        """
        if self._state is not None:
            model.load_state_dict(self._state)
