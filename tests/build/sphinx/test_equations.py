"""KaTeX on the environment's own Node."""

from collections.abc import Iterator

import pytest

from homlp_build.sphinx.equations import KaTeX


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
