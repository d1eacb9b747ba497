"""What the checks of every chapter share: run an answer, compare it, give a hint.

A check runs the reader's function on hidden cases beside a reference. Where they
differ, the hint names the likeliest reason: first a mistake that the exercise's author
foresaw, then one that shows in the numbers (a factor, a sign, a transpose), then the
plain difference.
"""

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import CheckFailedError

__all__ = ["Mistake", "check_function", "check_value", "explained", "passed", "run"]

Array = NDArray[Any]

_BY_HAND = 12  # entries of an argument that a hint may show


@dataclass(frozen=True)
class Mistake:
    """A wrong solution that readers write, and what to tell them.

    Parameters
    ----------
    solution : callable
        Called as the answer is; what it returns is recognised in an answer.
    hint : str
        What is wrong and where to look, without giving the solution away.
    """

    solution: Callable[..., Any]
    hint: str


def check_function(
    answer: Any,
    reference: Callable[..., Any],
    *,
    cases: Iterable[tuple[Any, ...]],
    mistakes: Sequence[Mistake] = (),
    rtol: float = 1e-6,
    atol: float = 1e-9,
) -> None:
    """Check a reader's function against a reference on hidden cases.

    Parameters
    ----------
    answer : callable
        The reader's function.
    reference : callable
        A right one.
    cases : iterable of tuple
        The positional arguments of each call; NumPy arrays, numbers, callables.
    mistakes : sequence of Mistake
        Recognised if they explain what the answer returns for the case it fails.
    rtol, atol : float
        How far from the reference still counts as right.

    Raises
    ------
    CheckFailedError
        With a hint, at the first case that the answer gets wrong.
    """
    if not callable(answer):
        raise CheckFailedError(f"expected a function, got {_described(answer)}")
    for case in cases:
        got, expected = run(answer, *case), reference(*copy.deepcopy(case))
        try:
            check_value(got, expected, name="your function's result", rtol=rtol, atol=atol)
        except CheckFailedError as problem:
            for mistake in mistakes:
                if _agree(got, mistake.solution(*copy.deepcopy(case)), rtol=rtol, atol=atol):
                    raise CheckFailedError(mistake.hint) from None
            raise CheckFailedError(f"{problem}{_small(case)}") from None


def check_value(
    got: Any, expected: Any, *, name: str = "your answer", rtol: float = 1e-6, atol: float = 1e-9
) -> None:
    """Compare a number or an array with the right one, and say how it differs.

    Parameters
    ----------
    got, expected : number or array-like
    name : str
        What the hint calls the value.
    rtol, atol : float
        How far from the right value still counts as right.

    Raises
    ------
    CheckFailedError
        With a hint, if they differ.
    """
    if got is None:
        raise CheckFailedError(f"{name} is None: is a return missing?")
    if got is Ellipsis:
        raise CheckFailedError(f"{name} is still the placeholder `...`: write your answer there")
    found, right = _as_array(got, name), _numbers(expected)
    if found.shape != right.shape:
        raise CheckFailedError(_shape_hint(found, right, name, rtol=rtol, atol=atol))
    if not np.isfinite(found).all() and np.isfinite(right).all():
        raise CheckFailedError(
            f"{name} holds NaN or infinity: is there a division by zero, a log of "
            "zero or an overflow?"
        )
    if not np.allclose(found, right, rtol=rtol, atol=atol, equal_nan=True):
        raise CheckFailedError(f"{name} {_difference(found, right, rtol=rtol, atol=atol)}")


def run(answer: Callable[..., Any], *args: Any) -> Any:
    """Call a reader's function, and turn what goes wrong inside it into a hint.

    Parameters
    ----------
    answer : callable
    *args : object
        The function gets copies; it fails the check if it changes them.

    Raises
    ------
    CheckFailedError
        If the function raises, or changes its arguments in place.
    """
    given = copy.deepcopy(args)
    try:
        got = answer(*given)
    except NotImplementedError as problem:
        raise CheckFailedError("this is still the stub: replace it with your code") from problem
    except Exception as problem:
        shown = ", ".join(map(_described, args))
        raise CheckFailedError(
            f"your function raised {type(problem).__name__}: {problem} (called with {shown})"
        ) from problem
    for position, (before, after) in enumerate(zip(args, given, strict=True), start=1):
        if isinstance(before, np.ndarray) and not _unchanged(before, after):
            raise CheckFailedError(
                f"your function changes its argument {position} in place: work on a copy"
            )
    return got


@contextmanager
def explained(hints: dict[str, str]) -> Iterator[None]:
    """Put a hint in the place of what Python or NumPy says when an answer raises an error.

    Parameters
    ----------
    hints : dict of str to str
        The hint by some words of the error's message.

    Raises
    ------
    CheckFailedError
        With the hint, where the error says these words; else as it was.
    """
    try:
        yield
    except CheckFailedError as problem:
        for words, hint in hints.items():
            if words in str(problem.__cause__):
                raise CheckFailedError(hint) from problem
        raise


def passed(message: str) -> None:
    """Print the one line that tells a reader that the answer is right.

    Parameters
    ----------
    message : str
        What the reader has just shown; no full stop.
    """
    print(f"Correct: {message}.")


def _unchanged(before: Array, after: Array) -> bool:
    """Whether two arrays are equal; NumPy knows NaN in numbers only, not among texts."""
    return np.array_equal(before, after, equal_nan=before.dtype.kind in "fc")


def _small(case: tuple[Any, ...]) -> str:
    """Return a case in full where a reader can work it out by hand, else nothing."""
    if not case or any(callable(one) or _size(one) > _BY_HAND for one in case):
        return ""
    return f" (called with {', '.join(map(_in_full, case))})"


def _size(value: Any) -> int:
    """Return how many numbers there are; a list of lists of different lengths counts as many."""
    return (
        int(np.size(value)) if np.isscalar(value) or hasattr(value, "shape") else len(repr(value))
    )


def _in_full(value: Any) -> str:
    return str(value.tolist()) if hasattr(value, "tolist") else repr(value)


def _as_array(value: Any, name: str) -> Array:
    try:
        array = _numbers(value)
    except ValueError as problem:  # a ragged list
        raise CheckFailedError(f"{name} is not a rectangular array: {problem}") from problem
    if array.dtype.kind not in "biufc":
        raise CheckFailedError(f"{name} must be numeric, got {_described(value)}")
    return array


def _shape_hint(found: Array, right: Array, name: str, *, rtol: float, atol: float) -> str:
    message = f"{name} has shape {found.shape}, expected {right.shape}"
    if found.size == right.size and found.size > 1:
        if _agree(found.T, right, rtol=rtol, atol=atol):
            return f"{message}: it is transposed, the values are right"
        if _agree(found.ravel(), right.ravel(), rtol=rtol, atol=atol):
            return f"{message}: the values are right, reshape them"
    if right.ndim == 0:
        return f"{message}: one number is asked for; is a sum or a mean missing?"
    return message


def _difference(found: Array, right: Array, *, rtol: float, atol: float) -> str:
    """Name the simplest way in which two arrays of one shape differ."""
    known = {
        "has the wrong sign": -right,
        "is in the reverse order": right[::-1] if right.ndim else right,
        "is transposed": right.T if right.ndim == 2 and right.shape[0] == right.shape[1] else right,
    }
    for words, candidate in known.items():
        if _agree(found, candidate, rtol=rtol, atol=atol):
            return words
    if (factor := _common(found, right, atol=atol)) is not None:
        return (
            f"is {factor:.6g} times too large: is a constant factor missing or doubled?"
            if factor > 1
            else f"is the right one times {factor:.6g}: check the constant factors"
        )
    shift = np.ravel(found - right)
    if shift.size > 1 and np.allclose(shift, shift[0], rtol=1e-6, atol=atol):
        return f"is off by the same amount everywhere, {shift[0]:.6g}"
    return _first_difference(found, right, rtol=rtol, atol=atol)


def _common(found: Array, right: Array, *, atol: float) -> float | None:
    """Return the factor c with ``found = c * right``, if one explains all values."""
    where = np.abs(right) > max(atol, 1e-12)
    if not where.any() or not np.allclose(found[~where], 0, atol=atol):
        return None
    factors = found[where] / right[where]
    same = np.allclose(factors, factors[0], rtol=1e-6) and abs(factors[0]) > 1e-12
    return float(factors[0].real) if same and (factors.size > 1 or _is_simple(factors[0])) else None


def _is_simple(factor: Any) -> bool:
    """Whether one single factor looks like a slip (2, 1/2, 10 ...) and not like chance."""
    return any(np.isclose(factor, c, rtol=1e-6) for c in (0.1, 0.25, 0.5, 2, 4, 10, 100, 0.01))


def _first_difference(found: Array, right: Array, *, rtol: float, atol: float) -> str:
    wrong = np.argwhere(~np.isclose(found, right, rtol=rtol, atol=atol, equal_nan=True))
    if right.ndim == 0:
        return f"is {found.item():.6g}, expected {right.item():.6g} on a hidden case"
    place = tuple(int(i) for i in wrong[0])
    return (
        f"differs in {len(wrong)} of {right.size} values, first at "
        f"{place[0] if len(place) == 1 else place}: {found[place]:.6g}, expected {right[place]:.6g}"
    )


def _agree(a: Any, b: Any, *, rtol: float, atol: float) -> bool:
    try:
        a, b = _numbers(a), _numbers(b)
        return a.shape == b.shape and bool(np.allclose(a, b, rtol=rtol, atol=atol, equal_nan=True))
    except (TypeError, ValueError):
        return False


def _numbers(value: Any) -> Array:
    """Return an array; truth values become 0 and 1, since NumPy can't subtract them."""
    array = np.asarray(value)
    return array.astype(int) if array.dtype == bool else array


def _described(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    text = repr(value)
    return f"{type(value).__name__} {text if len(text) <= 40 else text[:37] + '...'}"
