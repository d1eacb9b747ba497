# HOMLP: `make help` lists the targets.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export JUPYTER_PLATFORM_DIRS := 1

##@ Reading
.PHONY: book
book: $(READY)  ## execute what is not fresh and render _build/html
	@$(BIN)/jupyter-book build . -W -n --keep-going -q
	@echo "The book is ready: file://$(CURDIR)/_build/html/index.html"

.PHONY: preview
preview: book  ## serve the site on http://127.0.0.1:8000 and rebuild it after each edit
	@$(BIN)/jupyter-book config sphinx . > /dev/null
	@$(BIN)/sphinx-autobuild . _build/html --port 8000 --host 127.0.0.1 \
	    --ignore '_build/*' --ignore '.venv/*' --ignore '.git/*' --watch book --watch src

.PHONY: notebooks
notebooks: $(READY)  ## write each page with code to _build/notebooks, outputs included
	@$(BIN)/homlp execute
	@$(BIN)/jupyter-book build . -W -n --keep-going -q --builder custom --custom-builder notebooks
	@echo "The notebooks are in $(CURDIR)/_build/notebooks."

.PHONY: pdf
pdf: $(READY)  ## one book through xelatex: _build/pdf/homlp.pdf
	@$(BIN)/homlp execute
	@scripts/pdf

.PHONY: epub
epub: $(READY)  ## the book for e-readers: _build/epub/homlp.epub
	@$(BIN)/homlp execute
	@scripts/epub

.PHONY: site
site: $(READY)  ## all of it: PDF, EPUB and notebooks, then the site that offers them
	@$(MAKE) --no-print-directory pdf
	@$(MAKE) --no-print-directory epub
	@$(MAKE) --no-print-directory notebooks
	@$(MAKE) --no-print-directory book

##@ Proving
.PHONY: test
test: $(READY) browser tex site-tools  ## run every test (installs Chromium, TeX and epubcheck by apt where it may)
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m pytest --cov --cov-report=term tests

.PHONY: pictures
pictures: $(READY) browser  ## renew the stored pictures that tests/site compares pages with
	@HOMLP_RENEW_PICTURES=1 $(BIN)/python -m pytest -q tests/site/test_pictures.py -k looks_as_it_did

.PHONY: check
check: $(READY)  ## style, types, spelling, prose and links, in seconds
	@scripts/check

.PHONY: browser
browser:
	@scripts/browser

.PHONY: site-tools
site-tools: $(READY)
	@scripts/site-tools

.PHONY: tex
tex:
	@scripts/tex "make test" xelatex latexmk rsvg-convert pdfinfo java epubcheck

##@ Publishing
.PHONY: execute
execute: $(READY)  ## run what is not fresh; SHARD=1/3 runs a slice, LIMITS=... sets time and memory
	@$(BIN)/homlp execute $(if $(SHARD),--shard $(SHARD)) $(LIMITS)

.PHONY: join
join: $(READY)  ## take in the stores that other machines left in _build/shards
	@$(BIN)/homlp join _build/shards

.PHONY: links
links: $(READY)  ## check the links inside the rendered site
	@$(BIN)/homlp links

.PHONY: trees
trees: $(READY)  ## lay out in _build/trees the branches that publishing pushes
	@$(BIN)/homlp publish-tree _build/trees

.PHONY: push
push:  ## push the branches in _build/trees to REMOTE (default: origin)
	@scripts/push-branch notebooks _build/trees/notebooks \
	    "The notebooks of $$(git rev-parse HEAD)" "notebooks-$$(git rev-parse HEAD)"
	@scripts/push-branch binder _build/trees/binder "What Binder makes its image from"

.PHONY: compare
compare: $(READY)  ## say which outputs changed since the commit BASE
	@$(BIN)/homlp compare "$(or $(BASE),origin/main)"

.PHONY: container
container: notebooks  ## build the image of the Dockerfile and see that it answers
	@scripts/container

.PHONY: newest
newest:  ## execute and test with the newest versions that pyproject.toml allows
	@scripts/newest

.PHONY: outside
outside: $(READY)  ## ask every address outside the book whether it answers
	@$(BIN)/homlp execute
	@$(BIN)/jupyter-book build . -q --builder linkcheck

.PHONY: colab
colab: notebooks verified  ## execute the notebooks in Colab's runtime image, COLAB_IMAGE
	@scripts/colab

.PHONY: verified
verified:  ## fetch when pages were last seen to run on Colab
	@scripts/verified

.PHONY: tell-verified
tell-verified:  ## push what 'make colab' found to the branch 'verified'
	@scripts/push-branch verified _build/verified "What ran on Colab"

.PHONY: issue
issue:  ## open an issue that holds RESULTS, or add to the open one
	@scripts/issue

##@ Keeping house
.PHONY: status
status: $(READY)  ## say of each page whether its outputs are fresh
	@$(BIN)/homlp status

.PHONY: clean
clean:  ## remove everything that was built, and keep the environment
	rm -rf _build

.PHONY: lock
lock: $(READY)  ## resolve constraints.txt anew from pyproject.toml
	@scripts/lock

.PHONY: setup
setup: $(READY)  ## make the environment in .venv and nothing else

$(READY): pyproject.toml constraints.txt scripts/setup
	@scripts/setup "$(PYTHON)" "$(VENV)"
	@touch $@

.PHONY: help
help:  ## list the targets
	@awk 'BEGIN {FS = ":.*##"} \
	  /^##@/ {printf "\n%s\n", substr($$0, 5)} \
	  /^[a-z-]+:.*##/ {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nPYTHON=python3.12 make book chooses the interpreter (3.11, 3.12 or 3.13).\n'
