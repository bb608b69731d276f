# Local Regulatory Experts: everything one types. `make help` lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
# Two processes of tests: the suite is bound by the processor.
WORKERS ?= 2

CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

.PHONY: help setup run test check format coverage score train fairness collate weigh bench faults losses lock clean

help: ## list what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name does; do printf '  make %-10s %s\n' "$$name" "$$does"; done

setup: $(VENV)/.dev catalogues ## environment with everything for working on the portal
	@:

run: $(VENV)/.runtime catalogues ## set up what is missing and serve on http://127.0.0.1:$PORT; Ctrl-C stops all of it
	@PORT=$(PORT) DEMO=$${DEMO:-1} exec $(BIN)/flask --app wsgi portal run

test: setup ## every test, the browser ones too, on SQLite and on PostgreSQL
	@PATH="$(CURDIR)/$(BIN):$$PATH" WORKERS=$(WORKERS) tools/test

check: setup ## format, lint, types, import contracts, templates, catalogues
	@PATH="$(CURDIR)/$(BIN):$$PATH" tools/check

format: setup ## write the code in the house's format
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix --select I .

coverage: setup ## which lines no test runs (SQLite, without the browser)
	@$(BIN)/pytest -n $(WORKERS) --cov=app --cov-report=term-missing:skip-covered -m "not journey"

score: setup ## how well the rules read the labelled messages; fails below the floors
	@$(BIN)/python tools/score.py

train: $(VENV)/.train ## learn the second opinion of seed/voter anew from the labelled messages; some minutes
	@$(BIN)/python tools/train_voter.py

fairness: setup ## what the turns among firms come to, over invented enquiries
	@$(BIN)/python tools/fairness.py

collate: $(VENV)/.collate ## write the orders of Chinese characters anew, from ICU
	@$(BIN)/python tools/collate.py

bench: setup ## what a search costs at 1,000, 10,000 and 50,000 firms, on SQLite and PostgreSQL; some minutes
	@tools/with-postgres $(BIN)/python tools/search_bench.py || { status=$$?; [ $$status = 69 ] && $(BIN)/python tools/search_bench.py; }

weigh: setup ## what the reading of questions costs: start, time a message, memory
	@$(BIN)/python tools/weigh_classifier.py

faults: setup ## the portal killed, cut off and set forward under load, on SQLite and PostgreSQL; hours. FAULTS_SIZE=small: minutes
	@$(BIN)/python -m tools.faults --database=sqlite
	@tools/with-postgres $(BIN)/python -m tools.faults --database=postgresql || { status=$$?; [ $$status = 69 ] && echo "skipped on PostgreSQL: none is installed"; }

losses: setup ## take away what stands against each of the seventeen losses, and see its tests fail; some minutes
	@$(BIN)/python tools/losses.py

lock: $(VENV)/.uv ## pin what requirements*.in ask for
	@for each in requirements requirements-dev requirements-train requirements-collate requirements-uv; do \
		$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $$each.in -o $$each.txt; \
	done

clean: ## remove the environment and what was compiled; the data folder stays
	rm -rf $(VENV) $(CATALOGUES) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# -- the environment ---------------------------------------------------------
# uv installs five times as fast as pip; where it cannot be had, pip does the same from the same hashes.

INSTALL = if [ -x $(BIN)/uv ] && $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes $(1); then :; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(1); fi

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version)" >&2; exit 1; }
	@echo "Setting up the environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "python3 -m venv does not work here; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

$(VENV)/.uv: requirements-uv.txt $(VENV)/.made
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt || echo "uv is not to be had here; going on with pip"
	@touch $@

$(VENV)/.runtime: requirements.txt $(VENV)/.uv
	@echo "Installing what the portal needs …"
	@$(call INSTALL,-r requirements.txt)
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what checks and tests need …"
	@$(call INSTALL,-r requirements.txt -r requirements-dev.txt)
	@touch $@

$(VENV)/.train: requirements-train.txt $(VENV)/.dev
	@echo "Installing what training needs …"
	@$(call INSTALL,-r requirements.txt -r requirements-dev.txt -r requirements-train.txt)
	@touch $@

$(VENV)/.collate: requirements-collate.txt $(VENV)/.dev
	@echo "Installing what the orders of characters need …"
	@$(call INSTALL,-r requirements.txt -r requirements-dev.txt -r requirements-collate.txt)
	@touch $@

# -- the catalogues ----------------------------------------------------------

.PHONY: catalogues
catalogues: $(CATALOGUES)

%.mo: %.po $(VENV)/.runtime
	@$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@
