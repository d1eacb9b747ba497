"""How the book looks in print: what the LaTeX builder is told."""

from functools import reduce
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from ..publishing.edition import Edition, read_edition
from .cards import font_folder
from .latex_book import PrintedBook

__all__ = ["setup"]

_PREAMBLE = r"""
\setcounter{secnumdepth}{-1}
\setcounter{tocdepth}{1}
\titleformat{\chapter}[display]{\sffamily\bfseries\raggedright}
  {\Large\color{gray}\chaptertitlename\ \thechapter}{6pt}{\Huge}
\titlespacing*{\chapter}{0pt}{0pt}{24pt}
\makeatletter
\renewcommand{\chaptermark}[1]{\markboth{\ifnum\c@secnumdepth>\m@ne
  \@chapapp\ \thechapter.\ \fi #1}{}}
\fancypagestyle{normal}{\fancyhf{}\fancyhead[L]{\small\nouppercase{\leftmark}}
  \fancyhead[R]{\small\thepage}\renewcommand{\headrulewidth}{0.4pt}}
\fancypagestyle{plain}{\fancyhf{}\fancyfoot[C]{\small\thepage}\renewcommand{\headrulewidth}{0pt}}
% The works stand under the title of their page: no chapter of their own.
\renewenvironment{sphinxthebibliography}[1]{\begingroup\let\chapter\@gobbletwo
  \let\@mkboth\@gobbletwo\begin{thebibliography}{#1}}{\end{thebibliography}\endgroup}
\makeatother
% A part of the book: a page of its own, and a line in the contents.
\newcommand{\homlppart}[1]{\clearpage\phantomsection\addcontentsline{toc}{part}{#1}%
  \thispagestyle{empty}\null\vfill
  {\Huge\sffamily\bfseries\raggedright #1\par}\vfill\vfill\clearpage}
% A page with a number (its chapters before it may not be written), and one without, which counts
% its figures and the like from 1 as if it had one.
\newcommand{\homlpnumbered}[3]{\setcounter{secnumdepth}{0}\renewcommand{\chaptername}{#1}%
  \setcounter{chapter}{#2}\renewcommand{\thechapter}{#3}}
\newcommand{\homlpunnumbered}{\setcounter{secnumdepth}{-1}\setcounter{chapter}{0}%
  \renewcommand{\thechapter}{\arabic{chapter}}%
  \setcounter{figure}{0}\setcounter{table}{0}\setcounter{literalblock}{0}\setcounter{equation}{0}}
% How deep the contents follow what comes next.
\newcommand{\homlptocdepth}[1]{\addtocontents{toc}{\protect\setcounter{tocdepth}{#1}}}
\AtBeginDocument{\addto\captionsenglish{\renewcommand{\contentsname}{Contents}}%
  \renewcommand{\contentsname}{Contents}}
\setmonofont{DejaVuSansMono}[Path=FONTS/, Extension=.ttf, UprightFont=*, BoldFont=*-Bold,
  ItalicFont=*-Oblique, BoldItalicFont=*-BoldOblique, Scale=0.82, HyphenChar=None]
\usepackage{etoolbox}
\AtBeginEnvironment{theindex}{\raggedright}
% Sphinx sets a line of code once to measure it, before it breaks it: that is not overfull.
\makeatletter
\let\homlp@decide\spx@verb@DecideIfWillDoForceWrap
\def\spx@verb@DecideIfWillDoForceWrap{\hfuzz\maxdimen\homlp@decide\hfuzz0.1pt\relax}
\makeatother
% Text in narrow columns is ragged: no gaps between words.
\newcolumntype{T}{L}
\makeatletter
\newcolumntype{\X}[2]{>{\raggedright\arraybackslash}p{\dimexpr
  (\linewidth-\spx@arrayrulewidth)*#1/#2-\tw@\tabcolsep-\spx@arrayrulewidth\relax}}
\makeatother
\usepackage{caption}
\captionsetup{font=small, labelfont={sf,bf}, justification=raggedright, singlelinecheck=false,
  skip=6pt}
% What a cell printed stands on white, its code on grey.
\newenvironment{sphinxclasscell_output}{\sphinxsetup{pre_background-TeXcolor={HTML}{FFFFFF}}}{}
\renewenvironment{sphinxlegend}{\par\small\raggedright}{\par}
\newenvironment{sphinxclasshomlp-facts}{\small}{}
\emergencystretch=3em
% A narrow column of a table has room for a word.
\setlength{\tymin}{5em}
% The package's own forces a break too where the sheet is more than full and TeX breaks before,
% and one below a title.
\makeatletter
\renewcommand{\needspace}[1]{\if@nobreak\else\par\penalty-100\begingroup
  \dimen0=\dimexpr#1\relax\dimen2=\dimexpr\pagegoal-\pagetotal\relax
  \ifdim\dimen0>\dimen2\ifdim\dimen2>0pt\vfil\break\fi\fi\endgroup\fi}
\AfterEndEnvironment{sphinxadmonition}{\@nobreakfalse}
\AfterEndEnvironment{sphinxVerbatim}{\@nobreakfalse}
\makeatother
\renewcommand{\bottomtitlespace}{.12\textheight}
% The name of a field stands above what it names.
\let\homlplineitem\sphinxlineitem
\renewcommand{\sphinxlineitem}[1]{\needspace{3\baselineskip}\homlplineitem{#1}}
\setlength{\headheight}{14pt}
\hypersetup{bookmarksnumbered, bookmarksopen, bookmarksopenlevel=0}
"""

_COVER = r"""
\hypersetup{pageanchor=false}
\newgeometry{margin=0pt}\thispagestyle{empty}\noindent
\smash{\raisebox{\dimexpr\topskip-\height\relax}{%
  \includegraphics[width=\paperwidth,height=\paperheight]{cover.pdf}}}\restoregeometry
\thispagestyle{empty}\null\vfill
{\sffamily\bfseries TITLE\par}\vspace{4pt}
AUTHOR\par\vspace{12pt}
{\small DAY. COMMIT.\par\vspace{4pt}
\url{SITE}\par\vspace{4pt}
Text and figures: CC BY 4.0. Code: MIT.\par}
\clearpage
\hypersetup{pageanchor=true}
"""

_BOXES = (
    "pre_border-width=0pt, pre_border-left-width=2pt, pre_border-radius=0pt, "
    "pre_border-TeXcolor={HTML}{8896A5}, pre_background-TeXcolor={HTML}{F4F5F7}"
)
_LINKS = "InnerLinkColor={rgb}{0.1,0.25,0.5}, OuterLinkColor={rgb}{0.1,0.25,0.5}"
_TARGET = "homlp.tex"


def _configure(app: Sphinx, config: Config) -> None:
    """Describe the printed book; chapters stand one level under it."""
    edition = read_edition(Path(app.srcdir), config.html_title or config.project, config.author)
    facts = f"pdftitle={{{edition.title}}}, pdfauthor={{{edition.author}}}, "
    facts += f"pdflang={{{config.language or 'en'}}}"
    overrides = {
        "papersize": "a4paper",
        "pointsize": "11pt",
        "fncychap": "",
        "extraclassoptions": "openany,oneside",
        "geometry": r"\usepackage[hmargin=27mm,vmargin=25mm]{geometry}",
        # no title at the foot of a sheet
        "passoptionstopackages": r"\PassOptionsToPackage{nobottomtitles*}{titlesec}",
        "figure_align": "H",  # a figure parts no listing, nor an output from its cell
        "fvset": r"\fvset{fontsize=\footnotesize}",
        "sphinxsetup": f"verbatimwrapslines=true, verbatimforcewraps=true, {_LINKS}, {_BOXES}",
        "preamble": _preamble(facts),
        "maketitle": _front(edition, config.html_baseurl),
        "tableofcontents": r"{\hypersetup{linkcolor=black}\sphinxtableofcontents}",
    }
    config.latex_elements = overrides | config.latex_elements
    config.latex_domain_indices = False  # the index has the modules too


def _choose_document(app: Sphinx, config: Config) -> None:
    """Print one document, which begins at the root of the table of contents."""
    title = config.html_title or config.project
    config.latex_documents = [(config.root_doc, _TARGET, title, config.author, "manual")]


def _preamble(facts: str) -> str:
    return _PREAMBLE.replace("FONTS", font_folder().as_posix()) + rf"\hypersetup{{{facts}}}"


def _front(edition: Edition, site: str) -> str:
    """Return the cover and the page behind it."""
    words = {
        "TITLE": edition.title,
        "AUTHOR": edition.author,
        "DAY": edition.day,
        "COMMIT": edition.commit,
        "SITE": site,
    }
    return reduce(lambda text, word: text.replace(*word), words.items(), _COVER)


def _prepare(app: Sphinx) -> None:
    """Draw the cover, and take colours of code that differ from the paper in grey too."""
    if app.builder.name != "latex":
        return
    config = app.config
    config.pygments_style = config.html_theme_options.get("pygments_light_style", "bw")
    edition = read_edition(Path(app.srcdir), config.html_title or config.project, config.author)
    from ..publishing.cover import write_cover  # Matplotlib takes half a second

    write_cover(edition, Path(app.outdir) / "cover.pdf")


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the printed book up."""
    app.connect("config-inited", _configure, priority=100)  # before Sphinx adds its defaults
    app.connect("config-inited", _choose_document, priority=950)  # the table of contents is read
    app.connect("builder-inited", _prepare)
    app.setup_extension("homlp_build.sphinx.latex_index")
    app.setup_extension("homlp_build.sphinx.latex_links")
    app.add_post_transform(PrintedBook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
