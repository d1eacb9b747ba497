"""The command ``homlp``: execute the book, ask for its state, trim its store, start new files."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from .commands import add_all
from .errors import BuildError, UsageError
from .memory import close_memory
from .publishing.summary import tell_error

__all__ = ["main"]

_DESCRIPTION = """\
Execute the pages of the book, and see which of them need it.

A page's notebook belongs to its code, the library code it reaches, the locked
versions, the data and the scale. 'homlp execute' runs the pages for which one of
these has changed, and files their notebooks in _build/executed/."""

_EPILOG = """\
examples:
  homlp status                       what is fresh, and why the rest is not
  homlp execute                      run what is not
  homlp execute ch04 --scale full    one page, on the large data or a GPU
  homlp execute --shard 2/3          the second of three slices, for a CI matrix
  homlp execute --scheduler tcp://10.0.0.5:8786    on a Dask cluster
  homlp check                        front matter, recorded names, prose and links
  homlp clean --keep 1               keep the newest notebook of each page
  homlp open ch04                    a page's notebook, in JupyterLab
  homlp new page tutorials/numpy     start a page
  homlp new algorithm ridge          start an algorithm and its test

A page is named by its path under book/, by its file, or by a part of its name
that no other page has.

exit status: 0 all is well; 1 a page failed or is wrong; 2 the command is wrong;
130 interrupted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"homlp: {error}", file=sys.stderr)
        return 2
    except BuildError as error:
        print(error, file=sys.stderr)
        tell_error(error)
        return 1
    except KeyboardInterrupt:
        print("homlp: interrupted; what was finished is filed", file=sys.stderr)
        return 130
    finally:
        close_memory()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="homlp",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--root", type=Path, default=None, help="the repository (default: found from here upwards)"
    )
    add_all(parser)
    return parser
