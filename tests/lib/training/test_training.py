import math

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from homlp_lib.errors import ConvergenceError, InvalidDataError, InvalidParameterError
from homlp_lib.training.early_stopping import EarlyStopping
from homlp_lib.training.history import History
from homlp_lib.training.loop import evaluate, fit, train_epoch


@pytest.fixture
def batches(rng):
    X = torch.tensor(rng.normal(size=(23, 3)), dtype=torch.float32)
    y = X @ torch.tensor([[1.0], [-2.0], [0.5]]) + 0.3
    return DataLoader(TensorDataset(X, y), batch_size=8)  # batches of 8, 8 and 7 rows


def line(seed=0):
    torch.manual_seed(seed)
    return nn.Linear(3, 1)


def by_hand(model, batches, *, n_epochs, lr):
    """The oracle: gradient descent in the formulas of the mean squared error."""
    W, b = model.weight.detach().clone(), model.bias.detach().clone()
    losses = []
    for _ in range(n_epochs):
        squares, rows = 0.0, 0
        for X, y in batches:
            error = X @ W.T + b - y
            squares, rows = squares + (error**2).sum().item(), rows + len(X)
            W, b = W - lr * 2 * error.T @ X / len(X), b - lr * 2 * error.mean(dim=0)
        losses.append(squares / rows)
    return W, b, losses


def test_the_loop_walks_the_path_worked_out_by_hand(batches):
    model = line()
    W, b, losses = by_hand(model, batches, n_epochs=4, lr=0.05)
    history = fit(
        model,
        batches,
        loss=nn.MSELoss(),
        optimizer=torch.optim.SGD(model.parameters(), lr=0.05),
        n_epochs=4,
        validation=batches,
    )
    torch.testing.assert_close(model.weight.detach(), W)
    torch.testing.assert_close(model.bias.detach(), b)
    np.testing.assert_allclose(history["loss"], losses, rtol=1e-5)
    assert history["validation_loss"][-1] == pytest.approx(
        evaluate(model, batches, loss=nn.MSELoss())
    )


def test_evaluation_weighs_every_row_the_same_and_changes_nothing(batches):
    model = nn.Sequential(nn.Dropout(0.5), line())
    before = [p.clone() for p in model.parameters()]
    X, y = batches.dataset.tensors
    expected = nn.functional.mse_loss(model[1](X), y).item()
    assert evaluate(model, batches, loss=nn.MSELoss()) == pytest.approx(expected)
    assert model.training
    assert all(torch.equal(a, b) for a, b in zip(before, model.parameters(), strict=True))
    model.eval()
    evaluate(model, batches, loss=nn.MSELoss())
    assert not model.training


def test_training_switches_the_training_mode_on(batches):
    model = line().eval()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
    train_epoch(model, batches, loss=nn.MSELoss(), optimizer=optimizer)
    assert model.training


def test_early_stopping_ends_the_training_and_gives_back_the_best_weights(batches):
    model = line()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.45)  # climbs after a while
    stopping = EarlyStopping(patience=3)
    history = fit(
        model,
        batches,
        loss=nn.MSELoss(),
        optimizer=optimizer,
        n_epochs=50,
        validation=batches,
        stopping=stopping,
    )
    assert len(history) == stopping.best_epoch + 3 or len(history) == 50
    assert stopping.best == min(history["validation_loss"])
    assert evaluate(model, batches, loss=nn.MSELoss()) == pytest.approx(stopping.best)


def test_a_loss_that_is_not_finite_stops_the_training_before_the_step(batches):
    model = line()
    before = model.weight.detach().clone()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    with pytest.raises(ConvergenceError, match=r"became nan after 0 rows.*learning rate"):
        train_epoch(
            model, batches, loss=lambda out, y: (out - y).sum() * math.nan, optimizer=optimizer
        )
    assert torch.equal(before, model.weight)


@pytest.mark.parametrize("batches", [[], iter(())])
def test_no_batch_is_refused(batches):
    with pytest.raises(InvalidDataError, match="no batch"):
        evaluate(line(), batches, loss=nn.MSELoss())


def test_the_progress_bar_leaves_no_debris(batches, capfd):
    model = line()
    fit(
        model,
        batches,
        loss=nn.MSELoss(),
        optimizer=torch.optim.SGD(model.parameters(), lr=0.01),
        n_epochs=2,
        validation=batches,
    )
    assert capfd.readouterr() == ("", "")


def test_patience_counts_epochs_since_the_best():
    stopping, model = EarlyStopping(patience=2), line()
    assert [stopping.update(model, x) for x in (3.0, 2.0, 2.0, 1.0, 1.5, 1.5)] == [
        False,
        False,
        False,
        False,
        False,
        True,
    ]
    assert (stopping.best, stopping.best_epoch) == (1.0, 4)


def test_the_best_weights_are_a_copy():
    stopping, model = EarlyStopping(patience=2), line()
    stopping.update(model, 1.0)
    best = model.weight.detach().clone()
    with torch.no_grad():
        model.weight += 1
    stopping.update(model, 2.0)
    stopping.restore(model)
    assert torch.equal(model.weight, best)


def test_a_loss_that_is_no_number_is_no_improvement():
    stopping, model = EarlyStopping(patience=1), line()
    before = model.weight.detach().clone()
    assert stopping.update(model, math.nan)
    assert stopping.best_epoch == 0
    stopping.restore(model)
    assert torch.equal(model.weight, before)


def test_patience_of_nothing_is_refused():
    with pytest.raises(InvalidParameterError, match="patience must be >= 1, got 0"):
        EarlyStopping(0)


def test_a_history_is_a_table_whose_index_is_the_epoch():
    history = History()
    history.append(loss=2.0, accuracy=0.5)
    history.append(accuracy=0.75, loss=1.0)
    assert len(history) == 2
    assert history["loss"] == [2.0, 1.0]
    frame = history.frame()
    assert frame.index.tolist() == [1, 2]
    assert frame.index.name == "epoch"
    assert frame["accuracy"].tolist() == [0.5, 0.75]


def test_a_history_refuses_other_names_than_its_first():
    history = History()
    history.append(loss=2.0)
    with pytest.raises(InvalidDataError, match=r"has \['loss'\], got \['accuracy'\]"):
        history.append(accuracy=1.0)
