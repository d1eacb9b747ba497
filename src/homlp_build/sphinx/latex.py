"""How the book looks in print: what the LaTeX builder is told."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.config import Config

from ..vcs import commit_facts
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
\makeatother
% A part of the book: a page of its own, and a line in the contents.
\newcommand{\homlppart}[1]{\clearpage\phantomsection\addcontentsline{toc}{part}{#1}%
  \thispagestyle{empty}\null\vfill
  {\Huge\sffamily\bfseries\raggedright #1\par}\vfill\vfill\clearpage}
% A page with a number (its chapters before it may not be written), and one without.
\newcommand{\homlpnumbered}[3]{\setcounter{secnumdepth}{0}\renewcommand{\chaptername}{#1}%
  \setcounter{chapter}{#2}\renewcommand{\thechapter}{#3}}
\newcommand{\homlpunnumbered}{\setcounter{secnumdepth}{-1}\setcounter{chapter}{0}%
  \renewcommand{\thechapter}{\arabic{chapter}}}
\AtBeginDocument{\addto\captionsenglish{\renewcommand{\contentsname}{Contents}}%
  \renewcommand{\contentsname}{Contents}}
\setmonofont{FreeMono}[Extension=.otf, UprightFont=*, ItalicFont=*Oblique, BoldFont=*Bold,
  BoldItalicFont=*BoldOblique, Scale=0.9]
\usepackage{etoolbox}
\AtBeginEnvironment{theindex}{\raggedright}
\emergencystretch=3em
\setlength{\headheight}{14pt}
"""

_COVER = r"""
\hypersetup{pageanchor=false}
\begin{titlepage}
\null\vspace{3cm}
\IfFileExists{logo.pdf}{\includegraphics[height=3cm]{logo.pdf}\par\vspace{1.5cm}}{}
{\Huge\sffamily\bfseries\raggedright TITLE\par}\vspace{1cm}
{\Large AUTHOR\par}\vfill
{\normalsize DATE\par\vspace{4pt}ORIGIN\par\vspace{4pt}
Text: CC BY 4.0. Code: MIT.\par}
\end{titlepage}
\hypersetup{pageanchor=true}
"""

_TARGET = "homlp.tex"


def _configure(app: Sphinx, config: Config) -> None:
    """Describe the printed book; chapters stand one level under it."""
    title, author = config.html_title or config.project, config.author
    overrides = {
        "papersize": "a4paper",
        "pointsize": "10pt",
        "fncychap": "",
        "extraclassoptions": "openany,oneside",
        "geometry": r"\usepackage[margin=25mm]{geometry}",
        "fvset": r"\fvset{fontsize=\small}",
        "sphinxsetup": "verbatimwrapslines=true, verbatimforcewraps=true, InnerLinkColor="
        "{rgb}{0.1,0.25,0.5}, OuterLinkColor={rgb}{0.1,0.25,0.5}",
        "preamble": _PREAMBLE
        + rf"\hypersetup{{pdftitle={{{title}}}, pdfauthor={{{author}}}, pdflang={{"
        + (config.language or "en")
        + "}}",
        "maketitle": _cover(title, author, root=Path(app.srcdir)),
    }
    config.latex_elements = overrides | config.latex_elements


def _choose_document(app: Sphinx, config: Config) -> None:
    """Print one document, which begins at the root of the table of contents."""
    title = config.html_title or config.project
    config.latex_documents = [(config.root_doc, _TARGET, title, config.author, "manual")]


def _cover(title: str, author: str, *, root: Path) -> str:
    facts = commit_facts(root)
    today = datetime.now(UTC)
    origin = ""
    if facts["commit"]:
        changed = " with local changes" if facts["dirty"] else ""
        origin = f"Commit {facts['commit'][:12]}{changed}"
    words = {"TITLE": title, "AUTHOR": author, "DATE": f"{today:%-d %B %Y}", "ORIGIN": origin}
    cover = _COVER
    for place, text in words.items():
        cover = cover.replace(place, text)
    return cover


def setup(app: Sphinx) -> dict[str, Any]:
    """Set the printed book up."""
    app.connect("config-inited", _configure, priority=100)  # before Sphinx adds its defaults
    app.connect("config-inited", _choose_document, priority=950)  # the table of contents is read
    app.add_post_transform(PrintedBook)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
