import inspect

import pytest

from homlp_lib import errors

TREE = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("error", TREE, ids=lambda e: e.__name__)
def test_every_error_hangs_on_one_tree(error):
    assert issubclass(error, errors.HomlpError)
    assert inspect.getdoc(error)


def test_nothing_in_the_module_is_left_out_of_all():
    defined = {n for n, c in vars(errors).items() if inspect.isclass(c)}
    assert defined == set(errors.__all__)


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        (errors.InvalidParameterError, ValueError),
        (errors.InvalidDataError, ValueError),
        (errors.ConvergenceError, ArithmeticError),
        (errors.CheckFailedError, AssertionError),
        (errors.UnknownDatasetError, KeyError),
        (errors.DownloadError, OSError),
        (errors.ChecksumError, OSError),
        (errors.MissingDependencyError, ImportError),
    ],
)
def test_an_error_can_be_caught_by_the_builtin_it_refines(error, builtin):
    with pytest.raises(builtin, match=r"^what was wrong$"):
        raise error("what was wrong")


def test_a_hint_is_shown_without_a_traceback():
    assert errors.CheckFailedError("look again")._render_traceback_() == ["Not yet: look again"]
