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
	@$(BIN)/homlp execute
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

##@ Proving
.PHONY: test
test: $(READY) browser site-tools  ## run every test (installs Chromium by apt where it may)
	@$(BIN)/python -m coverage erase
	@$(BIN)/python -m pytest --cov --cov-report=term tests

.PHONY: check
check: $(READY)  ## style, types, spelling, prose and links, in seconds
	@scripts/check

.PHONY: browser
browser:
	@scripts/browser

.PHONY: site-tools
site-tools: $(READY)
	@scripts/site-tools

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
	  /^[a-z]+:.*##/ {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nPYTHON=python3.12 make book chooses the interpreter (3.11, 3.12 or 3.13).\n'
