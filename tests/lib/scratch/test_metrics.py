import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn import metrics as theirs

from homlp_lib.errors import InvalidDataError
from homlp_lib.scratch import metrics as ours

# Few distinct scores, so that ties are common.
BOTH_CLASSES = st.lists(
    st.tuples(st.integers(0, 1), st.integers(-3, 3)), min_size=2, max_size=40
).filter(lambda rows: {y for y, _ in rows} == {0, 1})
LABELS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=30)
CURVES = (ours.precision_recall_curve, ours.roc_curve)
AREAS = (ours.average_precision, ours.roc_auc)


def columns(rows):
    y, other = np.array(rows).T
    return y, other


def test_the_confusion_matrix_of_five_rows_counted_on_paper():
    counts = ours.confusion_matrix(["a", "b", "b", "c", "a"], ["a", "b", "c", "c", "b"])
    assert_array_equal(counts, [[1, 1, 0], [0, 1, 1], [0, 0, 1]])


def test_precision_recall_and_f1_counted_on_paper():
    report = ours.precision_recall_f1([1, 1, 1, 0, 0, 0], [1, 1, 0, 1, 0, 0])
    assert report == pytest.approx((2 / 3, 2 / 3, 2 / 3))
    assert ours.precision_recall_f1([1, 1, 0], [1, 0, 0]) == pytest.approx((1, 1 / 2, 2 / 3))


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=40).filter(
        lambda rows: len({label for row in rows for label in row}) > 1  # of one, theirs warns
    )
)
def test_the_confusion_matrix_agrees_with_scikit_learn(rows):
    y, p = columns(rows)
    assert_array_equal(
        ours.confusion_matrix(y, p), theirs.confusion_matrix(y, p, labels=np.union1d(y, p))
    )


@given(LABELS)
def test_the_report_agrees_with_scikit_learn_where_nothing_is_positive_too(rows):
    y, p = columns(rows)
    expected = theirs.precision_recall_fscore_support(y, p, average="binary", zero_division=0)
    assert ours.precision_recall_f1(y, p) == pytest.approx(expected[:3])


@given(BOTH_CLASSES)
def test_the_curves_agree_with_scikit_learn_ties_included(rows):
    y, score = columns(rows)
    for mine, other in zip(
        ours.precision_recall_curve(y, score), theirs.precision_recall_curve(y, score), strict=True
    ):
        assert_allclose(mine, other)
    for mine, other in zip(
        ours.roc_curve(y, score),
        theirs.roc_curve(y, score, drop_intermediate=False),
        strict=True,
    ):
        assert_allclose(mine, other)


@given(BOTH_CLASSES)
def test_the_areas_agree_with_scikit_learn(rows):
    y, score = columns(rows)
    assert ours.roc_auc(y, score) == pytest.approx(theirs.roc_auc_score(y, score))
    assert ours.average_precision(y, score) == pytest.approx(
        theirs.average_precision_score(y, score)
    )


@given(BOTH_CLASSES)
def test_the_auc_is_the_share_of_pairs_in_the_right_order(rows):
    y, score = columns(rows)
    gap = score[y == 1][:, None] - score[y == 0][None, :]
    assert ours.roc_auc(y, score) == pytest.approx(np.mean(gap > 0) + np.mean(gap == 0) / 2)


@given(BOTH_CLASSES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(rows, random):
    shuffled = random.sample(rows, len(rows))
    for area in AREAS:
        assert area(*columns(rows)) == pytest.approx(area(*columns(shuffled)))
    for curve in CURVES:
        for a, b in zip(curve(*columns(rows)), curve(*columns(shuffled)), strict=True):
            assert_allclose(a, b)


@given(BOTH_CLASSES)
def test_a_rising_transformation_of_the_score_changes_no_area(rows):
    y, score = columns(rows)
    for area in AREAS:
        assert area(y, score) == pytest.approx(area(y, np.exp(score)))


@given(BOTH_CLASSES)
def test_turning_the_score_round_turns_the_auc_round(rows):
    y, score = columns(rows)
    assert ours.roc_auc(y, -score) == pytest.approx(1 - ours.roc_auc(y, score))


@given(BOTH_CLASSES, st.integers(2, 5))
def test_copies_of_the_negatives_leave_the_roc_curve_and_lower_no_recall(rows, times):
    y, score = columns(rows)
    more = np.repeat(np.arange(len(y)), np.where(y == 0, times, 1))
    assert ours.roc_auc(y[more], score[more]) == pytest.approx(ours.roc_auc(y, score))
    rare, common = (
        ours.precision_recall_curve(*pair) for pair in ((y[more], score[more]), (y, score))
    )
    assert_allclose(rare.recall, common.recall)
    assert (rare.precision <= common.precision + 1e-12).all()


def test_a_perfect_a_reversed_and_a_constant_score():
    y = [0, 0, 1, 1]
    assert [ours.roc_auc(y, s) for s in ([1, 2, 3, 4], [4, 3, 2, 1], [5, 5, 5, 5])] == [1, 0, 0.5]
    assert ours.average_precision(y, [1, 2, 3, 4]) == 1
    assert ours.average_precision(y, [5, 5, 5, 5]) == 0.5


def test_one_row_is_enough_where_a_measure_exists():
    assert_array_equal(ours.confusion_matrix(["x"], ["x"]), [[1]])
    assert ours.precision_recall_f1([1], [1]) == (1, 1, 1)
    assert ours.precision_recall_f1([0], [0]) == (0, 0, 0)
    assert ours.average_precision([1], [0.3]) == 1


def test_scores_of_any_size_are_ranked():
    y = [0, 1, 0, 1]
    assert ours.roc_auc(y, [-1e300, 1e-300, 0.0, 1e300]) == 1


@pytest.mark.parametrize("measure", [ours.confusion_matrix, ours.precision_recall_f1, *CURVES])
@pytest.mark.parametrize(
    ("a", "b", "shapes"),
    [
        ([], [], r"\(0,\) and \(0,\)"),
        ([0, 1], [1], r"\(2,\) and \(1,\)"),
        ([[0, 1]], [[0, 1]], "2"),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(measure, a, b, shapes):
    with pytest.raises(InvalidDataError, match=f"same shape.*{shapes}"):
        measure(a, b)


@pytest.mark.parametrize("measure", [ours.precision_recall_f1, *CURVES, *AREAS])
def test_labels_other_than_zero_and_one_are_refused(measure):
    with pytest.raises(InvalidDataError, match=r"labels 0 and 1, got \[0, 2\]"):
        measure([0, 2], [0, 1])


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize("measure", [*CURVES, *AREAS])
def test_a_score_that_has_no_rank_is_refused(measure, bad):
    with pytest.raises(InvalidDataError, match="NaN or infinity"):
        measure([0, 1], [0.2, bad])


def test_a_missing_class_is_named():
    for measure in (*CURVES, *AREAS):
        with pytest.raises(InvalidDataError, match="no row of class 1"):
            measure([0, 0], [1, 2])
    for measure in (ours.roc_curve, ours.roc_auc):
        with pytest.raises(InvalidDataError, match="no row of class 0"):
            measure([1, 1], [1, 2])
