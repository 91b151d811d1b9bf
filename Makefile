# Two commands matter: `make run` and `make test`. `make help` lists the others.
.DEFAULT_GOAL := help
SHELL := /bin/sh

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
# Tests in parallel; `make test WORKERS=0` runs them one by one, with a debugger if need be.
WORKERS ?= auto
ARGS ?=

# Without --universal a lock made here would not install elsewhere; without its extras an older pip (23.2, Debian's) takes
# "coverage[toml]" for something unpinned; without the other flags it would carry addresses.
UV_LOCK = uv pip compile --quiet --universal --no-strip-extras --generate-hashes --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make lock"

.PHONY: help run test lint format types lock bench bench-against faults messages schema map figures sbom clean runtime development

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1\t/' | expand -t 22

run: runtime ## Serve the product with its worker and its clock on PORT (8000)
	@PORT=$(PORT) HOST=$(HOST) exec $(BIN)/python -m mediation.embedded

test: development ## The whole suite on SQLite; what needs PostgreSQL, Redis or Chromium runs where they are
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

lint: development ## Style, formatting, templates, import direction
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint --quiet --lint templates
	$(BIN)/lint-imports

format: development ## Rewrite code the way `make lint` wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: development ## Strict types
	$(BIN)/mypy

lock: ## Resolve requirements.lock and requirements-dev.lock anew (needs uv)
	$(UV_LOCK) --output-file requirements.lock pyproject.toml
	$(UV_LOCK) --constraint requirements.lock --group dev --output-file requirements-dev.lock pyproject.toml

# The bench's database lives as long as its run: so do these keys.
bench: export ENV_FILE = /dev/null
bench: export SECRET_KEY = bench-only-bench-only-bench-only-bench-only-0000
bench: export INDEX_KEY = bench-only
bench: export ENCRYPTION_KEYS = dGVzdHMtb25seS1rZXktdGVzdHMtb25seS1rZXktMDA=
bench: development ## Measure speed on a PostgreSQL of its own (not a test)
	@$(BIN)/python -m mediation.embedded.secrets var/env
	DURABLE=1 .ci/with-postgresql $(BIN)/python manage.py bench
	DURABLE=1 .ci/with-postgresql $(BIN)/python manage.py bench_messages

bench-against: development ## Measure this tree beside the commit BASE, turn by turn (ONLY="journeys idle" ROUNDS=3 for less)
	@DURABLE=1 .ci/with-postgresql $(BIN)/python .ci/against

faults: development ## Break workers, Redis and PostgreSQL: each message once (MESSAGES=2000 TIMES=3 for the long one)
	@.ci/faults $(ARGS)

messages: development ## Collect the texts to translate and compile the catalogues
	$(BIN)/python .ci/catalogues.py

schema: development ## Write docs/openapi.yaml from the API's views
	ENV_FILE=/dev/null DJANGO_SETTINGS_MODULE=tests.settings $(BIN)/python manage.py write_schema docs/openapi.yaml

map: development ## Draw docs/architecture.svg and its list of rooms from the imports
	$(BIN)/python .ci/map.py

figures: development ## Measure what each page and the whole service cost, for the public pages that say so
	$(BIN)/python .ci/figures.py

sbom: development ## Write docs/sbom.cdx.json, the bill of materials (CycloneDX), from requirements.lock
	$(BIN)/python .ci/sbom.py

clean: ## Remove the environment and what tools left (the data in var/ stays)
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

# The environment remembers which lock it was made from: it is only touched again when the lock's text changes.
runtime: $(BIN)/python
	@cmp -s requirements.lock $(VENV)/requirements.lock || { \
		echo "Installing the libraries (about half a minute, once)…" \
		&& $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.lock \
		&& cp requirements.lock $(VENV)/requirements.lock; }

development: $(BIN)/python
	@cmp -s requirements-dev.lock $(VENV)/requirements-dev.lock || { \
		echo "Installing the libraries and the development tools (about a minute, once)…" \
		&& $(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.lock \
		&& cp requirements-dev.lock $(VENV)/requirements-dev.lock; }

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; $(PYTHON) is $$($(PYTHON) --version)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "Python cannot make an environment. On Debian: apt-get install python3-venv"; exit 1; }
