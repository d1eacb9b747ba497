"""The training loop of PyTorch, written once."""

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn
from tqdm.auto import tqdm

from ..errors import ConvergenceError, InvalidDataError
from .early_stopping import EarlyStopping
from .history import History

__all__ = ["evaluate", "fit", "train_epoch"]

Batches = Iterable[tuple[Tensor, Tensor]]
Loss = Callable[[Tensor, Tensor], Tensor]


def fit(
    model: nn.Module,
    batches: Batches,
    *,
    loss: Loss,
    optimizer: torch.optim.Optimizer,
    n_epochs: int,
    validation: Batches,
    stopping: EarlyStopping | None = None,
) -> History:
    """Train a model, and return its losses epoch by epoch.

    Parameters
    ----------
    model : torch.nn.Module
        Trained in place, on the device where its parameters are.
    batches : iterable of (inputs, targets)
        The training set, gone through once an epoch: a ``DataLoader``, say.
    loss : callable
        Maps outputs and targets to the mean loss of the batch.
    optimizer : torch.optim.Optimizer
    n_epochs : int
        Most epochs.
    validation : iterable of (inputs, targets)
    stopping : EarlyStopping, optional
        Watches the validation loss; the model ends with the best weights.

    Returns
    -------
    History
        With ``loss``, averaged over the epoch's batches as they came, and
        ``validation_loss`` after it.

    Raises
    ------
    ConvergenceError
        If the loss is no longer finite.
    InvalidDataError
        If there is no batch.
    """
    history = History()
    with tqdm(range(n_epochs), desc="epochs", leave=False, disable=None) as epochs:
        for _ in epochs:
            trained = train_epoch(model, batches, loss=loss, optimizer=optimizer)
            held_out = evaluate(model, validation, loss=loss)
            history.append(loss=trained, validation_loss=held_out)
            epochs.set_postfix(loss=trained, validation_loss=held_out)
            if stopping is not None and stopping.update(model, held_out):
                break
    if stopping is not None:
        stopping.restore(model)
    return history


def train_epoch(
    model: nn.Module, batches: Batches, *, loss: Loss, optimizer: torch.optim.Optimizer
) -> float:
    """Take one optimiser step a batch, and return the mean loss a row.

    Parameters
    ----------
    model : torch.nn.Module
    batches : iterable of (inputs, targets)
    loss : callable
    optimizer : torch.optim.Optimizer

    Raises
    ------
    ConvergenceError
        If the loss of a batch is not finite; its step is not taken.
    InvalidDataError
        If there is no batch.
    """
    model.train()
    total, rows = 0.0, 0
    for X, y in _on_device_of(model, batches):
        value = loss(model(X), y)
        if not torch.isfinite(value):
            raise ConvergenceError(
                f"the loss became {value.item()} after {rows} rows of an epoch: try a smaller "
                "learning rate, or scale the features"
            )
        optimizer.zero_grad()
        value.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        total, rows = total + value.item() * len(X), rows + len(X)
    return _mean(total, rows)


@torch.no_grad()
def evaluate(model: nn.Module, batches: Batches, *, loss: Loss) -> float:
    """Return the mean loss a row, in evaluation mode and without gradients.

    Parameters
    ----------
    model : torch.nn.Module
        Left in the mode in which it was.
    batches : iterable of (inputs, targets)
    loss : callable

    Raises
    ------
    InvalidDataError
        If there is no batch.
    """
    was_training = model.training
    model.eval()
    total, rows = 0.0, 0
    for X, y in _on_device_of(model, batches):
        total, rows = total + loss(model(X), y).item() * len(X), rows + len(X)
    model.train(was_training)
    return _mean(total, rows)


def _on_device_of(model: nn.Module, batches: Batches) -> Batches:
    device = next(model.parameters()).device
    return ((X.to(device), y.to(device)) for X, y in batches)


def _mean(total: float, rows: int) -> float:
    if rows == 0:
        raise InvalidDataError("there is no batch to go through: is the generator used up?")
    return total / rows
