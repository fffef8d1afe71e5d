# `make run` and `make test` set up what they need and do their work; `make help` lists the rest.
# Written for the make of macOS too (GNU 3.81).

VENV := .venv
BIN := $(VENV)/bin
SOURCES ?= ../shared/sources
PYTHONS := python3.14 python3.13 python3.12 python3.11 python3 python
PIP := $(BIN)/python -m pip --disable-pip-version-check
PIP_COMPILE := $(BIN)/pip-compile --quiet --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	--resolver=backtracking pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run dev test coverage check verify data bench bench-pages bench-panel bench-records architecture lock
.PHONY: audit licences pictures

help:  ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## */  make \1	/'

run: $(VENV)/.runtime  ## serve the explorer at http://localhost:8501 (make run PORT=8600 for another port)
	$(BIN)/python -m streamlit run server.py $(if $(PORT),--server.port=$(PORT))

dev: $(VENV)/.runtime  ## serve it and reload whenever a file changes
	$(BIN)/python -m streamlit run app.py --server.fileWatcherType=auto --server.runOnSave=true \
		--client.toolbarMode=developer $(if $(PORT),--server.port=$(PORT))

test: $(VENV)/.development  ## all tests, in a real browser too (make test ARGS="tests/unit -x" for a part)
	$(BIN)/python tests/browser/find_chromium.py
	$(BIN)/python -m pytest --numprocesses=logical $(ARGS)

coverage: $(VENV)/.development  ## unit and page tests, and which lines and branches they leave out; under 95 % fails
	$(BIN)/python -m pytest --numprocesses=logical tests/unit tests/app --cov --cov-report=term:skip-covered $(ARGS)

pictures: $(VENV)/.development  ## draw the page pictures anew that differ from those kept; look at them before they are committed
	$(BIN)/python tests/browser/find_chromium.py
	UPDATE_SNAPSHOTS=1 $(BIN)/python -m pytest -q tests/browser/test_pictures.py $(ARGS)

check: $(VENV)/.development  ## format, lint, check types, imports and the authored data; with CI=1 nothing is rewritten
	$(BIN)/ruff format $(if $(CI),--check) .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --explicit-package-bases server.py delivery.py bench tools tests/browser
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m explorer check

verify: $(VENV)/.runtime  ## find every figure again in the documents (make verify SOURCES=folder); nothing if they are not there
	@if [ -d "$(SOURCES)" ]; then $(BIN)/python -m explorer verify --sources "$(SOURCES)"; \
	else echo "No documents in $(SOURCES): nothing verified."; fi

data: $(VENV)/.runtime  ## compile data/*.yaml and observations.csv to data/metrics.duckdb
	$(BIN)/python -m explorer build

bench: $(VENV)/.development  ## every page beside an empty app, in a browser; ten million rows beside SQL (a quarter of an hour)
	$(BIN)/python tests/browser/find_chromium.py
	$(BIN)/python -m bench.speed $(ARGS)
	$(BIN)/python -m bench.panel

bench-pages: $(VENV)/.development  ## the pages alone (some ten minutes; with ARGS=--quick four)
	$(BIN)/python tests/browser/find_chromium.py
	$(BIN)/python -m bench.speed $(ARGS)

bench-panel: $(VENV)/.development
	$(BIN)/python -m bench.panel $(ARGS)

bench-records: $(VENV)/.development  ## from records to indicators, beside SQL by hand and pandas (ARGS="--rows 1000000" for a part)
	$(BIN)/python -m bench.records $(ARGS)

audit: $(VENV)/.runtime  ## known weaknesses in the pinned packages, where the advisory database can be reached
	$(BIN)/python tools/audit.py

licences: $(VENV)/.runtime  ## write docs/licences.md from the installed packages
	$(BIN)/python tools/licences.py

architecture: $(VENV)/.development  ## draw docs/images/architecture.svg anew from the imports
	$(BIN)/python tools/architecture.py

lock: $(VENV)/.development  ## pin anew what pyproject.toml asks for (make lock ARGS=--upgrade for newer versions)
	CUSTOM_COMPILE_COMMAND="make lock" $(PIP_COMPILE) $(ARGS) --output-file=requirements.txt
	grep -v '^-e' requirements.txt > $(VENV)/constraints.txt
	CUSTOM_COMPILE_COMMAND="make lock" $(PIP_COMPILE) $(ARGS) --extra=dev --no-annotate \
		--constraint=$(VENV)/constraints.txt --output-file=requirements-dev.txt
	printf '%s\n' '-e .' | cat - requirements.txt > $(VENV)/requirements.txt && mv $(VENV)/requirements.txt requirements.txt

# A file stands for a finished installation, so that only a change of the pins installs again.
$(VENV)/.runtime: requirements.txt pyproject.toml | $(BIN)/python
	@echo "Installing the pinned packages; this happens once."
	@$(PIP) install --quiet --requirement requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@$(PIP) install --quiet --requirement requirements-dev.txt
	@touch $@

# A version manager's python3.13 may exist and still not run: each candidate is tried, not only looked up.
$(BIN)/python:
	@for name in $(PYTHON) $(PYTHONS); do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11 or newer was found. Install one (https://www.python.org/downloads/) and run make again." >&2; \
		exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip' >/dev/null 2>&1; then \
		echo "Virtual environments need a package that Debian leaves out: apt-get install python3-venv" >&2; \
		if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then exit 1; fi; \
		apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null || exit 1; \
	fi; \
	echo "Creating $(VENV) with $$found"; \
	"$$found" -m venv $(VENV)
