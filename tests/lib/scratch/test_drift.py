"""Drift measures, held against scipy, their definitions, invariances and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.stats import ks_2samp

from homlp_lib.errors import InvalidDataError, InvalidParameterError
from homlp_lib.scratch.drift import ks_distance, population_stability_index, stability_index

counts = st.lists(st.integers(0, 1000), min_size=2, max_size=8).filter(any)
samples = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=30)


def test_the_index_of_two_classes_by_hand():
    # with half a count more each: (20, 60) of 80 and (60, 20) of 80
    expected = 2 * (0.75 - 0.25) * np.log(0.75 / 0.25)
    assert_allclose(stability_index([19.5, 59.5], [59.5, 19.5]), expected)


@given(counts)
def test_the_index_of_equal_counts_is_zero(one):
    assert stability_index(one, one) == 0


@given(counts, st.randoms())
def test_the_index_is_positive_and_the_same_both_ways(one, random):
    other = random.sample(one, len(one))
    there, back = stability_index(one, other), stability_index(other, one)
    assert there >= 0
    assert_allclose(there, back, atol=1e-12)


def test_an_empty_class_leaves_the_index_finite():
    assert 1 < stability_index([0, 100], [100, 0]) < 20


def test_bins_hold_equal_shares_of_the_reference(rng):
    reference, current = rng.normal(size=1000), rng.normal(loc=0.5, size=400)
    edges = np.quantile(reference, np.linspace(0, 1, 6))
    edges[[0, -1]] = -np.inf, np.inf
    expected = stability_index([200] * 5, np.histogram(current, edges)[0])
    assert_allclose(population_stability_index(reference, current, n_bins=5), expected)


def test_the_index_does_not_change_with_a_rising_change_of_units(rng):
    a, b = rng.normal(size=300), rng.normal(loc=1, size=200)
    assert_allclose(
        population_stability_index(np.exp(a), np.exp(b)),
        population_stability_index(a, b),
        rtol=0.05,
    )


def test_a_constant_reference_still_sees_values_on_both_sides():
    assert population_stability_index([5.0] * 50, [5.0] * 50) == 0
    assert population_stability_index([5.0] * 50, [4.0] * 50) > 1


@pytest.mark.parametrize("digits", [0, 1, 8])  # with many ties, some, and none
def test_the_distance_is_that_of_scipy(digits, rng):
    a, b = rng.normal(size=60).round(digits), rng.normal(loc=0.3, size=45).round(digits)
    assert_allclose(ks_distance(a, b), ks_2samp(a, b).statistic)


@given(samples, samples)
def test_the_distance_is_the_widest_gap_of_its_definition(a, b):
    gaps = [abs(np.mean(np.array(a) <= v) - np.mean(np.array(b) <= v)) for v in a + b]
    assert_allclose(ks_distance(a, b), max(gaps))


def test_samples_without_overlap_have_the_distance_one():
    assert ks_distance([1, 2], [3]) == 1
    assert ks_distance([1, 2, 3], [3, 2, 1]) == 0


def test_fewer_than_two_bins_are_refused():
    with pytest.raises(InvalidParameterError, match="n_bins must be >= 2, got 1"):
        population_stability_index([1.0], [1.0], n_bins=1)


@pytest.mark.parametrize("bad", [[], [np.nan], [[1.0]]])
def test_a_sample_that_is_none_is_refused(bad):
    with pytest.raises(InvalidDataError, match="m >= 1 numbers without NaN"):
        ks_distance(bad, [1.0])


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [([1, 2], [1], "same classes"), ([0, 0], [1, 2], "positive"), ([1, -1], [1, 2], "negative")],
)
def test_counts_that_do_not_fit_are_refused(one, other, words):
    with pytest.raises(InvalidDataError, match=words):
        stability_index(one, other)
