import numpy as np
import pytest

from homlp_lib.checks._base import Mistake, check_function, check_value, passed, run
from homlp_lib.errors import CheckFailedError

RIGHT = np.array([[1.0, 2.0], [3.0, 4.5], [7.0, -1.0]])


def hint(got, expected=RIGHT, **settings):
    with pytest.raises(CheckFailedError) as caught:
        check_value(got, expected, **settings)
    return str(caught.value)


def test_a_right_value_passes_in_silence(capsys):
    check_value(RIGHT + 1e-12, RIGHT)
    check_value(RIGHT.tolist(), RIGHT)
    check_value(3, 3.0)
    check_value([np.nan, 1], [np.nan, 1])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("got", "words"),
    [
        (None, "your answer is None: is a return missing?"),
        (..., "still the placeholder"),
        ("text", "must be numeric, got str 'text'"),
        ([[1], [2, 3]], "not a rectangular array"),
        (RIGHT.T, "shape (2, 3), expected (3, 2): it is transposed"),
        (RIGHT.ravel(), "shape (6,), expected (3, 2): the values are right, reshape"),
        (np.zeros(4), "shape (4,), expected (3, 2)"),
        (RIGHT * np.nan, "holds NaN or infinity"),
        (-RIGHT, "has the wrong sign"),
        (RIGHT[::-1], "is in the reverse order"),
        (2 * RIGHT, "is 2 times too large"),
        (RIGHT / 3, "is the right one times 0.333333: check the constant factors"),
        (RIGHT + 0.5, "off by the same amount everywhere, 0.5"),
        (
            RIGHT + np.array([[0, 0], [0, 1], [0, 0]]),
            "differs in 1 of 6 values, first at (1, 1): 5.5, expected 4.5",
        ),
    ],
    ids=str,
)
def test_the_hint_names_how_the_answer_differs(got, words):
    assert words in hint(got)


def test_a_square_matrix_can_be_transposed_too():
    assert "is transposed" in hint([[1, 2], [3, 4]], [[1, 3], [2, 4]])


def test_a_number_is_asked_for_where_one_is_expected():
    assert "one number is asked for; is a sum or a mean missing?" in hint([1.0, 2.0], 3.0)


def test_a_single_number_is_a_factor_off_only_if_the_factor_is_a_likely_slip():
    assert "is 2 times too large" in hint(6.0, 3.0)
    assert "is 7.1, expected 3 on a hidden case" in hint(7.1, 3.0)
    assert "is 5, expected 0" in hint(5.0, 0.0)


def test_a_vector_that_is_wrong_at_zeros_is_no_constant_factor():
    assert "differs in 3 of 3" in hint([2.0, 4.0, 1.0], [1.0, 2.0, 0.0])


def test_the_hint_calls_the_value_by_its_name():
    assert hint(None, 1.0, name="theta").startswith("theta is None")


def test_truth_values_are_compared_as_zeros_and_ones():
    check_value([True, False], np.array([True, False]))
    assert "differs in 1 of 3 values, first at 2: 1, expected 0" in hint(
        [True, False, True], np.array([True, False, False])
    )
    mistakes = [Mistake(lambda x, a: x > a, "the wrong side")]
    with pytest.raises(CheckFailedError, match="the wrong side"):
        check_function(lambda x, a: x > a, lambda x, a: x >= a, cases=CASES, mistakes=mistakes)


def test_how_close_is_close_enough_can_be_said():
    check_value(1.01, 1.0, rtol=0.1)
    hint(1.01, 1.0)
    check_value(0.01, 0.0, atol=0.1)


def right(x, a):
    return a * x


CASES = [(np.arange(3.0), 2.0), (np.arange(4.0), -1.0)]


def refusal(answer, **settings):
    with pytest.raises(CheckFailedError) as caught:
        check_function(answer, right, cases=CASES, **settings)
    return str(caught.value)


def test_a_right_function_passes():
    check_function(lambda x, a: x * a, right, cases=CASES)


def test_every_case_is_tried():
    assert "result" in refusal(lambda x, a: x * abs(a))


def test_a_foreseen_mistake_gets_its_own_hint():
    mistakes = [
        Mistake(lambda x, a: x + a, "multiply, do not add"),
        Mistake(lambda x, a: x / a, "the wrong way round"),
    ]
    assert refusal(lambda x, a: a + x, mistakes=mistakes) == "multiply, do not add"
    assert refusal(lambda x, a: x / a, mistakes=mistakes) == "the wrong way round"
    assert "differs" in refusal(lambda x, a: x**2 + 1, mistakes=mistakes)


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (3, "expected a function, got int 3"),
        (np.zeros(3), "expected a function, got an array of shape (3,)"),
        (lambda x, a: None, "is a return missing?"),
    ],
)
def test_what_is_no_answer_is_told(answer, words):
    assert words in refusal(answer)


def test_an_error_inside_the_answer_is_told_with_its_arguments():
    def answer(x, a):
        return x @ a

    message = refusal(answer)
    assert "your function raised ValueError" in message
    assert "called with an array of shape (3,), float 2.0" in message


def test_the_stub_is_told_from_a_wrong_answer():
    def stub(x, a):
        raise NotImplementedError

    assert "still the stub" in refusal(stub)


def test_an_answer_that_changes_its_arguments_is_told_and_does_no_harm():
    def answer(x, a):
        x *= a
        return x

    assert "changes its argument 1 in place" in refusal(answer)
    assert CASES[0][0].tolist() == [0, 1, 2]


def test_an_array_of_texts_is_compared_too():
    def answer(names):
        names[0] = "other"

    assert run(lambda names: len(names), np.array(["a", "b"])) == 2
    with pytest.raises(CheckFailedError, match="changes its argument 1 in place"):
        run(answer, np.array(["a", "b"]))


def test_run_returns_what_the_answer_returns():
    assert run(lambda a, b: a + b, 1, 2) == 3


def test_a_long_argument_is_cut_short():
    def answer(text):
        raise RuntimeError("no")

    with pytest.raises(CheckFailedError, match=r"str 'x+\.\.\.\)"):
        run(answer, "x" * 100)


def test_the_word_for_right_is_one_line(capsys):
    passed("the slope is found")
    assert capsys.readouterr().out == "Correct: the slope is found.\n"


@pytest.mark.parametrize(
    ("size", "shown"), [(3, r"\(called with \[0, 1, 2\], 5\)$"), (13, "hidden case$")]
)
def test_a_case_is_shown_where_it_can_be_worked_out_by_hand(size, shown):
    with pytest.raises(CheckFailedError, match=shown):
        check_function(lambda a, b: 0.123, lambda a, b: a.sum() + b, cases=[(np.arange(size), 5)])
