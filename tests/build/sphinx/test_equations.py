"""KaTeX on the environment's own Node."""

from collections.abc import Iterator

import pytest

from homlp_build.sphinx.equations import KaTeX
from homlp_build.sphinx.function_names import space_names


@pytest.fixture
def katex() -> Iterator[KaTeX]:
    engine = KaTeX()
    yield engine
    engine.close()


def test_an_equation_becomes_html_and_mathml(katex: KaTeX) -> None:
    html = katex.render(r"\theta^\top x", display=False)
    assert 'class="katex"' in html
    assert "<math" in html
    assert "katex-display" in katex.render("x", display=True)


def test_one_process_renders_many_and_survives_an_error(katex: KaTeX) -> None:
    with pytest.raises(ValueError, match="Undefined control sequence"):
        katex.render(r"\nonsense", display=True)
    assert all("é" in katex.render(rf"\text{{é {n}}}", display=False) for n in range(50))


def test_closing_twice_is_harmless() -> None:
    engine = KaTeX()
    engine.render("x", display=False)
    engine.close()
    engine.close()


APPLIED = "<mo>\u2061</mo>"


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"\log x", f"<mi>log</mi>{APPLIED}<mi>x</mi>"),
        (r"\lambda_{\max}", "<msub><mi>λ</mi><mi>max</mi></msub>"),
        (r"\hat{\max}", '<mover accent="true"><mi>max</mi><mo>^</mo></mover>'),
        (r"\max_k z", f"<munder><mrow><mi>max</mi>{APPLIED}</mrow><mi>k</mi></munder><mi>z</mi>"),
    ],
)
def test_a_function_is_applied_where_mathml_has_a_place_for_it(
    katex: KaTeX, tex: str, expected: str
) -> None:
    assert expected in katex.render(tex, display=True)


THIN = '<mspace width="0.1667em"></mspace>'
LOG = f"<mi>log</mi>{APPLIED}"


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        (r"x\log y", f"<mi>x</mi>{THIN}{LOG}{THIN}<mi>y</mi>"),
        (r"(x)\log y", f")</mo>{THIN}{LOG}{THIN}<mi>y</mi>"),
        (r"\log\log x", f"{LOG}{THIN}{LOG}{THIN}<mi>x</mi>"),
        (r"1+\log(x)", f'<mo>+</mo>{LOG}<mo stretchy="false">(</mo>'),
        (r"\log_2 x", f"<msub><mrow>{LOG}</mrow><mn>2</mn></msub>{THIN}<mi>x</mi>"),
        (r"\log", f"<mrow>{LOG}</mrow>"),
    ],
)
def test_the_name_of_a_function_stands_apart_from_its_argument(
    katex: KaTeX, tex: str, expected: str
) -> None:
    assert expected in space_names(katex.render(tex, display=True, output="mathml"))


def test_equations_without_functions_stay_as_katex_wrote_them(katex: KaTeX) -> None:
    written = katex.render(r"a < \frac{1}{2}\text{ and \'{e}}", display=False)
    assert space_names(written) == written
