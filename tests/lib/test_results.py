import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient

from homlp_lib import record
from homlp_lib.errors import InvalidParameterError
from homlp_lib.results import PROVENANCE_MIME, note

CODE = """
import numpy as np
import matplotlib.pyplot as plt
from homlp_lib import at_scale, plots, record
record("rmse", np.float64(0.5))
record("seconds", 1.5, volatile=True);
at_scale(quick=1, full=2);
fig = plt.figure()
plots.show(fig, alt="Nothing.")
"""


@pytest.fixture(scope="module")
def outputs(tmp_path_factory):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CODE, id="a")])
    folder = str(tmp_path_factory.mktemp("kernel"))
    client = NotebookClient(
        notebook,
        timeout=60,
        resources={"metadata": {"path": folder}},
        km=None,
        kernel_name="python3",
    )
    client.execute()
    return notebook.cells[0].outputs


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_kernel_publishes_records_notes_and_figures_in_order(outputs):
    displayed = [o for o in outputs if o.output_type == "display_data"]
    rmse, seconds, scale, figure = displayed
    assert rmse.data == {"application/papermill.record/text/plain": "0.5"}
    assert rmse.metadata["scrapbook"] == {
        "name": "rmse",
        "mime_prefix": "application/papermill.record/",
    }
    assert rmse.metadata["homlp"] == {"record": "rmse", "volatile": False}
    assert seconds.metadata["homlp"] == {"record": "seconds", "volatile": True}
    assert scale.data == {
        PROVENANCE_MIME: {"at_scale": {"quick": "1", "full": "2", "chosen": "1"}},
    }
    assert figure.metadata["image/png"]["alt"] == "Nothing."
    assert "application/vnd.homlp.dark+png" in figure.data


@pytest.mark.parametrize(
    "value", [3, "text", np.float64(2.5), torch.tensor(1.5), np.arange(3), None]
)
def test_outside_a_notebook_recording_only_returns_the_value(value, capsys):
    assert record("a_value", value) is value
    note(fact=1)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("name", ["", "Rmse", "test rmse", "1st", "test-rmse"])
def test_a_name_that_prose_cannot_paste_is_refused(name):
    with pytest.raises(InvalidParameterError, match="lower case with underscores"):
        record(name, 1)
