import os
import subprocess
import sys

import pandas as pd
import pytest

from homlp_lib import data
from homlp_lib.data.archives import read_csv_archive
from homlp_lib.data.registry import registry

AT_OPENML = {name for name, one in registry().items() if one.kind == "openml"}
ONE_ROW_AN_ENTRY = sorted(
    registry().keys() - {"chorales", "shakespeare", "ridership"} - AT_OPENML  # see test_openml
)


@pytest.mark.parametrize("name", ONE_ROW_AN_ENTRY)
def test_a_loader_returns_as_many_rows_as_the_registry_says(name):
    assert len(getattr(data, f"load_{name}")()) == registry()[name].rows


@pytest.mark.parametrize(
    "name", ["penguins", "diamonds", "randhie", "diabetes", "housing", "breast_cancer"]
)
def test_changing_a_loaded_table_does_not_change_the_next(name):
    load = getattr(data, f"load_{name}")
    frame = load()
    frame.iloc[:, 0] = frame.iloc[0, 0]
    assert len(set(load().iloc[:, 0])) > 1


def test_diabetes_is_in_its_own_units_with_names_that_can_be_read():
    frame = data.load_diabetes()
    assert list(frame) == [
        "age",
        "sex",
        "bmi",
        "bp",
        "tc",
        "ldl",
        "hdl",
        "tch",
        "ltg",
        "glu",
        "progression",
    ]
    assert 18 <= frame["age"].min() <= frame["age"].max() <= 80
    assert frame["progression"].max() == 346


def test_more_breast_masses_are_harmless_than_malignant():
    frame = data.load_breast_cancer()
    assert frame.shape == (569, 31)
    assert frame["malignant"].value_counts().to_dict() == {0: 357, 1: 212}
    large = frame["mean radius"] > frame["mean radius"].median()
    assert frame["malignant"][large].mean() > 0.6  # malignant cells are larger


def test_digits_are_pixels_and_what_they_show():
    frame = data.load_digits()
    assert frame.shape == (1797, 65)
    assert frame.columns[-1] == "digit"
    assert frame["digit"].head(10).tolist() == list(range(10))
    assert frame.iloc[:, :-1].to_numpy().max() == 16


def test_the_flower_is_orange_before_dark_leaves():
    photo = data.load_flower()
    assert photo.shape == (427, 640, 3)
    red, _, blue = photo[140:260, 250:370].mean(axis=(0, 1))
    assert red > 2 * blue
    assert photo[:100, :150].mean() < 60


def test_housing_has_its_missing_counts_of_bedrooms_and_its_category():
    frame = data.load_housing()
    assert frame["total_bedrooms"].isna().sum() == 207
    assert set(frame["ocean_proximity"]) == {
        "<1H OCEAN",
        "INLAND",
        "ISLAND",
        "NEAR BAY",
        "NEAR OCEAN",
    }


def test_eleven_penguins_have_a_missing_value():
    assert data.load_penguins().isna().any(axis=1).sum() == 11


def test_ridership_has_one_row_a_day_in_order():
    frame = data.load_ridership()
    assert frame.index.is_unique
    assert frame.index.is_monotonic_increasing
    assert frame.loc["2001-01-01"].to_dict() == {
        "day_type": "U",
        "bus": 297192,
        "rail": 126455,
        "total": 423647,
    }
    assert (frame["bus"] + frame["rail"] == frame["total"]).all()
    assert registry()["ridership"].rows == 7701  # of which the source lists 62 twice
    assert len(frame) == 7639


def test_the_file_of_a_csv_archive_comes_as_it_is_dirt_and_all():
    lines = read_csv_archive("ridership").decode().split()
    assert lines[0] == "service_date,day_type,bus,rail_boardings,total_rides"
    assert len(lines) == 1 + registry()["ridership"].rows
    assert lines.count("10/01/2011,A,701783,480889,1182672") == 2


def test_el_nino_is_one_long_series_of_months():
    frame = data.load_elnino()
    assert frame.index[0] == pd.Timestamp("1950-01-01")
    assert frame.index[-1] == pd.Timestamp("2010-12-01")
    assert frame["celsius"].iloc[:3].tolist() == [23.11, 24.20, 25.37]
    assert frame["celsius"].iloc[12] == 24.19


def test_the_other_series_are_indexed_by_time():
    assert data.load_co2().index.name == "date"
    assert data.load_co2()["co2"].isna().sum() == 59
    assert data.load_economics().index.name == "date"
    assert data.load_sunspots()["activity"].loc[1700] == 5


def test_shakespeare_has_forty_thousand_lines():
    text = data.load_shakespeare()
    assert text.startswith("First Citizen:\n")
    assert text.count("\n") == registry()["shakespeare"].rows


def test_names_are_lower_case_letters():
    names = data.load_names()
    assert names[:3] == ["emma", "olivia", "ava"]
    assert all(name.isalpha() and name.islower() for name in names)


def test_chorales_are_chords_of_four_notes_in_three_parts():
    parts = data.load_chorales()
    assert {part: len(pieces) for part, pieces in parts.items()} == {
        "train": 229,
        "valid": 76,
        "test": 77,
    }
    assert sum(map(len, parts.values())) == registry()["chorales"].rows
    for pieces in parts.values():
        for piece in pieces:
            assert piece.shape[1] == 4
            assert ((piece == 0) | piece.isin(range(36, 82))).all(axis=None)


def test_chorales_come_in_the_same_order_every_time():
    first = data.load_chorales()["train"][0]
    assert first.equals(data.load_chorales()["train"][0])


def test_a_loader_says_in_the_provenance_which_data_it_used(openml_cache):
    code = (
        "from IPython.testing.globalipapp import start_ipython; start_ipython();"
        "from homlp_lib import data;"
        "from IPython.utils.capture import capture_output\n"
        "for name in sorted(data.registry()):\n"
        "    with capture_output() as captured:\n"
        "        getattr(data, f'load_{name}')()\n"
        "    found = [o.data['application/vnd.homlp.provenance+json'] for o in captured.outputs]\n"
        "    assert found == [{'data': name}], (name, found)\n"
        "print('every one')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env=os.environ | {"IPYTHONDIR": os.devnull, "HOMLP_DATA_DIR": str(openml_cache)},
        check=False,
    )
    assert done.stdout.strip().endswith("every one"), done.stderr
