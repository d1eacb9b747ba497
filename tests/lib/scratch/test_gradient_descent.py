from itertools import islice

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import approx_fprime, rosen, rosen_der, rosen_hess

from homlp_lib.errors import ConvergenceError, InvalidDataError, InvalidParameterError
from homlp_lib.scratch.gradient_descent import (
    constant,
    gradient_descent,
    gradient_steps,
    inverse_time,
    minibatch_gradient_descent,
    momentum_descent,
    newton,
    numerical_gradient,
)
from homlp_lib.scratch.least_squares import mse, mse_gradient, mse_gradient_on, mse_hessian
from homlp_lib.scratch.linear import add_intercept, solve_svd

A = np.diag([1.0, 4.0])


def bowl(theta):
    return A @ theta


@pytest.fixture
def scaled(table):
    X, y = table
    return add_intercept((X - X.mean(axis=0)) / X.std(axis=0)), y


def test_three_steps_worked_out_by_hand():
    path = gradient_descent(bowl, [1, 1], eta=0.5, n_steps=3)
    assert_allclose(path, [[1, 1], [0.5, -1], [0.25, 1], [0.125, -1]])


def test_no_step_is_the_start():
    assert_array_equal(gradient_descent(bowl, [1, 2], eta=0.1, n_steps=0), [[1, 2]])


@given(st.floats(0.01, 0.49), st.floats(-5, 5), st.floats(-5, 5))
def test_below_the_critical_rate_every_step_comes_closer(eta, a, b):
    path = gradient_descent(bowl, [a, b], eta=eta, n_steps=30)
    distances = np.linalg.norm(path, axis=1)
    assert (np.diff(distances) <= 1e-12).all()


def test_just_above_the_critical_rate_the_path_runs_away():
    lengths = [
        np.linalg.norm(gradient_descent(bowl, [1, 1], eta=eta, n_steps=400)[-1])
        for eta in (0.49, 0.51)
    ]
    assert lengths[0] < 1e-2
    assert lengths[1] > 1e2


def test_divergence_names_the_step_and_the_learning_rate():
    with pytest.raises(ConvergenceError, match=r"diverged at step \d+ with eta=3:.*smaller eta"):
        gradient_descent(bowl, [1, 1], eta=3, n_steps=2000)
    with pytest.raises(ConvergenceError, match=r"at step 2 with eta=0\.5:"):
        gradient_descent(lambda theta: theta * 1e200, [0, 1], eta=0.5, n_steps=9)


def test_the_start_is_not_changed_and_the_path_does_not_share_it():
    theta = np.ones(2)
    path = gradient_descent(bowl, theta, eta=0.1, n_steps=2)
    path[0] = 99
    assert_array_equal(theta, [1, 1])


def test_a_diverging_path_can_be_looked_at_as_far_as_one_likes():
    points = np.array(list(islice(gradient_steps(bowl, [0, 1], eta=3), 4)))
    assert_allclose(points[:, 1], [1, -11, 121, -1331])


def test_a_batch_of_all_rows_is_gradient_descent(scaled, rng):
    X, y = scaled
    mini = minibatch_gradient_descent(
        mse_gradient_on(X, y),
        np.zeros(5),
        m=60,
        batch_size=60,
        schedule=constant(0.1),
        n_epochs=7,
        rng=rng,
    )
    full = gradient_descent(mse_gradient(X, y), np.zeros(5), eta=0.1, n_steps=7)
    assert_allclose(mini, full)


@pytest.mark.parametrize(("batch_size", "steps"), [(1, 60), (7, 9), (30, 2), (60, 1)])
def test_an_epoch_visits_every_row_once_in_a_new_order(batch_size, steps, rng):
    seen = []

    def gradient_on(theta, rows):
        seen.append(rows)
        return np.zeros(1)

    path = minibatch_gradient_descent(
        gradient_on, [0], m=60, batch_size=batch_size, schedule=constant(1), n_epochs=2, rng=rng
    )
    assert path.shape == (2 * steps + 1, 1)
    epochs = np.concatenate(seen[:steps]), np.concatenate(seen[steps:])
    for rows in epochs:
        assert_array_equal(np.sort(rows), np.arange(60))
    assert (epochs[0] != epochs[1]).any()
    assert max(map(len, seen)) == batch_size


def test_the_schedule_is_asked_with_the_number_of_steps_made(rng):
    asked = []

    def schedule(t):
        asked.append(t)
        return 2.0**-t

    path = minibatch_gradient_descent(
        lambda theta, rows: np.ones(1),
        [0],
        m=2,
        batch_size=1,
        schedule=schedule,
        n_epochs=2,
        rng=rng,
    )
    assert asked == [0, 1, 2, 3]
    assert_allclose(path[:, 0], [0, -1, -1.5, -1.75, -1.875])


def test_stochastic_descent_with_a_falling_rate_settles_on_the_solution(scaled, rng):
    X, y = scaled
    path = minibatch_gradient_descent(
        mse_gradient_on(X, y),
        np.zeros(5),
        m=60,
        batch_size=1,
        schedule=inverse_time(0.05, 100),
        n_epochs=400,
        rng=rng,
    )
    best = solve_svd(X, y)
    assert np.linalg.norm(path[-1] - best) < 0.05 * np.linalg.norm(best)


def test_the_same_seed_walks_the_same_path(scaled):
    X, y = scaled
    paths = [
        minibatch_gradient_descent(
            mse_gradient_on(X, y),
            np.zeros(5),
            m=60,
            batch_size=8,
            schedule=constant(0.01),
            n_epochs=2,
            rng=np.random.default_rng(3),
        )
        for _ in range(2)
    ]
    assert_array_equal(*paths)


@pytest.mark.parametrize("batch_size", [0, 61, -1])
def test_a_batch_size_out_of_range_is_refused(batch_size, rng):
    with pytest.raises(InvalidParameterError, match=f"1 and m=60 rows, got {batch_size}"):
        minibatch_gradient_descent(
            None, [0], m=60, batch_size=batch_size, schedule=constant(1), n_epochs=1, rng=rng
        )


def test_stochastic_descent_that_diverges_says_at_which_step(rng):
    with pytest.raises(ConvergenceError, match="diverged at step 1 with eta=7"):
        minibatch_gradient_descent(
            lambda theta, rows: np.array([np.inf]),
            [0],
            m=2,
            batch_size=1,
            schedule=constant(7),
            n_epochs=1,
            rng=rng,
        )


def test_schedules_give_the_rates_worked_out_by_hand():
    assert [constant(0.3)(t) for t in (0, 1, 99)] == [0.3, 0.3, 0.3]
    assert [inverse_time(0.8, 10)(t) for t in (0, 10, 30)] == pytest.approx([0.8, 0.4, 0.2])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: constant(0), "eta must be > 0, got 0"),
        (lambda: inverse_time(0, 1), "eta0 must be > 0, got 0"),
        (lambda: inverse_time(1, -1), "t0 must be > 0, got -1"),
        (lambda: gradient_descent(bowl, [1, 1], eta=0, n_steps=1), "eta must be > 0, got 0"),
        (lambda: gradient_descent(bowl, [1, 1], eta=np.nan, n_steps=1), "eta must be > 0, got nan"),
        (lambda: momentum_descent(bowl, [1, 1], eta=0, beta=0, n_steps=1), "eta must be > 0"),
        (lambda: momentum_descent(bowl, [1, 1], eta=1, beta=1, n_steps=1), r"\[0, 1\), got 1"),
        (lambda: momentum_descent(bowl, [1, 1], eta=1, beta=-0.1, n_steps=1), "got -0.1"),
    ],
)
def test_a_rate_out_of_range_is_refused_with_its_value(call, words):
    with pytest.raises(InvalidParameterError, match=words):
        call()


@pytest.mark.parametrize("theta", [[[1.0, 2.0]], 3.0, [np.nan, 1.0]])
def test_a_start_that_is_no_finite_vector_is_refused(theta):
    with pytest.raises(InvalidDataError, match=r"finite vector of shape \(n,\)"):
        gradient_descent(bowl, theta, eta=0.1, n_steps=1)


def test_momentum_of_zero_is_gradient_descent():
    assert_allclose(
        momentum_descent(bowl, [1, 2], eta=0.1, beta=0, n_steps=9),
        gradient_descent(bowl, [1, 2], eta=0.1, n_steps=9),
    )


def test_momentum_walks_the_path_of_torch():
    theta = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([theta], lr=0.1, momentum=0.9)
    path = [theta.detach().numpy().copy()]
    for _ in range(20):
        optimizer.zero_grad()
        (0.5 * theta @ torch.tensor(A) @ theta).backward()
        optimizer.step()
        path.append(theta.detach().numpy().copy())
    assert_allclose(momentum_descent(bowl, [1, 2], eta=0.1, beta=0.9, n_steps=20), path, atol=1e-12)


def test_momentum_that_diverges_says_so():
    with pytest.raises(ConvergenceError, match="with eta=9"):
        momentum_descent(bowl, [1, 1], eta=9, beta=0.5, n_steps=2000)


def test_newton_solves_a_quadratic_in_one_step():
    assert_allclose(newton(bowl, lambda theta: A, [3, -7], n_steps=1), [[3, -7], [0, 0]])


def test_newton_finds_the_floor_of_rosenbrocks_valley():
    path = newton(rosen_der, rosen_hess, [-1.2, 1.0], n_steps=8)
    assert path.shape == (9, 2)
    assert_allclose(path[-1], [1, 1])


def test_newton_says_where_the_hessian_is_singular():
    with pytest.raises(ConvergenceError, match=r"singular at step 1, theta = \[1. 1.\].*penalty"):
        newton(bowl, lambda theta: np.zeros((2, 2)), [1, 1], n_steps=3)


def test_newton_that_leaves_the_floats_says_at_which_step():
    with pytest.raises(ConvergenceError, match="diverged at step 1 "):
        newton(lambda t: t, lambda t: np.array([[1e-320]]), [1e10], n_steps=3)


def test_the_numerical_gradient_agrees_with_the_true_one():
    theta = np.array([-1.2, 1.0, 3.0, 0.0])
    assert_allclose(numerical_gradient(rosen, theta), rosen_der(theta), rtol=1e-7, atol=1e-7)


def test_the_numerical_gradient_is_better_than_one_sided_differences():
    theta = np.array([0.5, -0.7])
    ours = np.abs(numerical_gradient(rosen, theta) - rosen_der(theta)).max()
    one_sided = np.abs(approx_fprime(theta, rosen) - rosen_der(theta)).max()
    assert ours < one_sided / 100


def test_the_mean_squared_error_and_its_derivatives_agree_with_autograd(table):
    X, y = table
    theta = torch.arange(4.0, dtype=torch.float64, requires_grad=True)

    def cost(t):
        return ((torch.tensor(X) @ t - torch.tensor(y)) ** 2).mean()

    cost(theta).backward()
    t = theta.detach().numpy()
    assert mse(X, y)(t) == pytest.approx(cost(theta).item())
    assert_allclose(mse_gradient(X, y)(t), theta.grad)
    assert_allclose(mse_hessian(X, y)(t), torch.autograd.functional.hessian(cost, theta))


def test_the_gradient_over_some_rows_is_that_of_the_smaller_table(table):
    X, y = table
    rows = np.array([3, 5, 8])
    theta = np.arange(4.0)
    assert_allclose(mse_gradient_on(X, y)(theta, rows), mse_gradient(X[rows], y[rows])(theta))


@pytest.mark.parametrize("make", [mse, mse_gradient, mse_gradient_on, mse_hessian])
def test_a_cost_refuses_targets_of_another_length(make):
    with pytest.raises(InvalidDataError, match=r"got \(2, 1\) and \(3,\)"):
        make([[1.0], [2.0]], [1.0, 2.0, 3.0])
