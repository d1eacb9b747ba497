"""Make the e-book: ``python -m homlp_build.sphinx.epub_build FOLDER``.

Jupyter Book cannot: its theme and the extensions that dress a site fail in Sphinx's epub
builder. So this takes Jupyter Book's configuration and leaves those out.
"""

import shutil
import sys
from pathlib import Path
from typing import Any

from jupyter_book.config import get_final_config
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

__all__ = ["configuration", "main"]

_OF_A_SITE = (
    "sphinx_togglebutton",
    "sphinx_copybutton",
    "sphinx_book_theme",
)


def configuration(root: Path) -> dict[str, Any]:
    """Return the configuration of the site without what only a site has.

    Parameters
    ----------
    root : Path
        The repository.
    """
    choices: dict[str, Any] = {"latex_individualpages": False}
    config, _ = get_final_config(user_yaml=root / "_config.yml", cli_config=choices)
    keep = [name for name in config["extensions"] if name not in _OF_A_SITE]
    kept = {name: value for name, value in config.items() if not _dresses(name)}
    bare: dict[str, Any] = {"html_static_path": [], "html_css_files": [], "templates_path": []}
    return kept | bare | {"extensions": keep, "html_domain_indices": False}


def _dresses(name: str) -> bool:
    return name.startswith(("copybutton_", "html_js_files", "html_additional_pages"))


def main(arguments: list[str]) -> int:
    """Build the e-book of the repository in the current folder; a warning is an error.

    Parameters
    ----------
    arguments : list of str
        Where to build it.
    """
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m homlp_build.sphinx.epub_build FOLDER\n")
        return 2
    root, out = Path.cwd(), Path(arguments[0]).absolute()
    with patch_docutils(), docutils_namespace():
        app = Sphinx(
            srcdir=root,
            confdir=None,
            outdir=out / "pages",
            doctreedir=out / "doctrees",
            buildername="epub",
            confoverrides=configuration(root),
            status=None,
            warningiserror=True,
            keep_going=True,
        )
        app.build()
    if app.statuscode == 0:
        shutil.copy(out / "pages" / "homlp.epub", out)
    return app.statuscode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
