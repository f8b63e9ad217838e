# The two commands: `make demo` starts the portal with invented people, `make test` checks everything.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
# Two installations at once into one virtual environment would spoil it.
.NOTPARALLEL:
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input

# One worker a core; the tests of one file stay together, since they share what is slow to start. Files are begun in the
# order of tests/conftest.py: by itself, xdist would leave those of few but long tests for the end.
SIDE_BY_SIDE := --numprocesses auto --dist loadfile --no-loadscope-reorder

# Each stamp says what the virtual environment already has.
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
PROJECT := $(VENV)/.project
CATALOGUES := $(VENV)/.catalogues
TRANSLATED := $(wildcard survivor_portal/translations/*/LC_MESSAGES/messages.po)

##@ Using it

.PHONY: demo
demo: $(CATALOGUES) ## Start the portal with invented people (PORT=8000, HOST=127.0.0.1)
	@exec $(BIN)/survivor-portal demo $(if $(PORT),--port '$(PORT)') $(if $(HOST),--host '$(HOST)')

##@ Checking it

.PHONY: check
check: lint ## Run the fast checks: linters, types, imports, templates, catalogues, quick tests
	$(BIN)/pytest $(SIDE_BY_SIDE) -m "not browser and not slow"

.PHONY: test
test: lint ## Run every check and every test, the slow ones too
	@if CHROMIUM=$$(tools/ensure-browser); then \
		export CHROMIUM; chosen=""; \
	else \
		echo "The tests marked \"browser\" cannot run: pytest counts them as deselected below." >&2; chosen="not browser"; \
	fi; \
	if ! tools/ensure-postgres >/dev/null; then \
		echo "NOTHING IS TRIED ON PostgreSQL: pytest counts those tests as skipped below." >&2; \
	fi; \
	exec $(BIN)/pytest $(SIDE_BY_SIDE) -m "$$chosen" --cov --cov-report=term

.PHONY: lint
lint: $(INSTALLED_DEV) $(CATALOGUES)
	$(BIN)/ruff format --check --quiet
	$(BIN)/ruff check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint --lint --quiet survivor_portal/templates
	$(BIN)/python tools/catalogues.py check

.PHONY: format
format: $(INSTALLED_DEV) ## Lay out the code and repair what ruff can repair by itself
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format

.PHONY: audit
audit: $(INSTALLED_DEV) ## Ask the public advisories about every pinned package (needs the network)
	$(BIN)/pip-audit --require-hashes --disable-pip --requirement requirements-dev.txt

##@ Tending it

.PHONY: catalogues
catalogues: $(PROJECT) ## Bring the translations up to date with the words in the source, and compile them
	$(BIN)/python tools/catalogues.py update
	@touch $(CATALOGUES)

# The index that this machine happens to prefer must not decide what is pinned.
PIP_COMPILE = env -u PIP_INDEX_URL -u PIP_EXTRA_INDEX_URL -u PIP_FIND_LINKS PIP_CONFIG_FILE=/dev/null \
	CUSTOM_COMPILE_COMMAND="make requirements" \
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --all-build-deps \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options $(if $(UPGRADE),--upgrade)

.PHONY: language
language: $(PROJECT) ## Begin a catalogue for one more language (CODE=fr)
	$(BIN)/python tools/catalogues.py add '$(CODE)'

.PHONY: screenshots
screenshots: $(INSTALLED_DEV) $(CATALOGUES) ## Take the pictures in the documentation again (needs Chromium)
	@CHROMIUM=$$(tools/ensure-browser) $(BIN)/python -m tools.screenshots

.PHONY: requirements
requirements: $(INSTALLED_DEV) ## Pin the packages again after a change in pyproject.toml (UPGRADE=1 for the newest)
	$(PIP_COMPILE) --output-file requirements.txt pyproject.toml
	$(PIP_COMPILE) --extra dev --extra postgresql --constraint requirements.txt \
		--output-file requirements-dev.txt pyproject.toml

.PHONY: vendor
vendor: ## Fetch the vendored scripts again from npm, and verify them
	tools/vendor

.PHONY: clean
clean: ## Remove everything make has made
	rm -rf $(VENV) build dist .coverage .coverage.* htmlcov test-results \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find survivor_portal -name '*.mo' -delete
	find . -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help
help: ## Show this list
	@awk 'BEGIN {FS = ": .*## "} /^##@ / {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {split($$1, target, ":"); printf "  make %-14s %s\n", target[1], $$2}' $(MAKEFILE_LIST)

# ---- the virtual environment

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else \
		"The portal needs Python 3.11 or newer; $(PYTHON) is " + sys.version.split()[0] + ". Give another: PYTHON=/path/to/it")'
	$(PYTHON) -m venv $(VENV)

$(INSTALLED): requirements.txt | $(BIN)/python
	$(PIP_INSTALL) --require-hashes --requirement requirements.txt
	@touch $@

# These hold the running ones too, with the same pins.
$(INSTALLED_DEV): requirements-dev.txt requirements.txt | $(BIN)/python
	$(PIP_INSTALL) --require-hashes --requirement requirements-dev.txt
	@touch $(INSTALLED) $@

# Compiles the catalogues, too.
$(PROJECT): pyproject.toml hatch_build.py | $(INSTALLED)
	$(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(CATALOGUES): $(TRANSLATED) tools/catalogues.py $(PROJECT)
	$(BIN)/python tools/catalogues.py compile
	@touch $@
