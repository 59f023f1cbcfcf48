# Needs Python 3.11 or later and the package registries, nothing else. `make demo` and `make test` set up what they need.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Errors only: what pip warns of here is nothing that a user could mend.
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
READY := $(VENV)/.ready
DEV_READY := $(VENV)/.ready-dev
# Three for two cores: many tests wait for a site.
JOBS ?= 3
# A folder of real pages with gold files; two of the benchmarks need one.
CORPUS ?= ../shared/corpus
# Of make bench: names of benchmarks (benchmarks/bench.py --list); none: all of them.
ONLY ?=

.PHONY: demo test check lint types floors unused licences audit docs long torture bench lock clean

demo: $(READY)
	$(BIN)/bluewatch demo

# test runs everything a change must pass, but what takes minutes (make long)
test: $(DEV_READY)
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not long"

long: $(DEV_READY)
	$(BIN)/python -m pytest -m long

# Every disk operation of a crawl, digest, migration and backup under every fault, kills and power cuts, by turns.
torture: MINUTES ?= 60
torture: $(DEV_READY)
	$(BIN)/python -m tests.torture --minutes $(MINUTES)

check: lint types floors unused licences

lint: $(DEV_READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_READY)
	$(BIN)/mypy

floors: $(DEV_READY)
	$(BIN)/lint-imports

unused: $(DEV_READY)
	$(BIN)/deptry .

licences: $(DEV_READY)
	@$(BIN)/python -m tests.supply.licences

# Known holes in what is locked. Needs the internet, is no part of CI: where the advisories cannot be reached it fails.
audit: $(DEV_READY)
	$(PYTHON) -m venv .venv-audit
	.venv-audit/bin/python -m pip install --quiet --disable-pip-version-check "pip-audit>=2.10"
	$(BIN)/python -m tests.supply.audit .venv-audit/bin/pip-audit

docs: $(DEV_READY)
	$(BIN)/python docs/generate.py

# All benchmarks beside their peers within so many minutes; rewrites the tables of docs/benchmarks.md.
bench: MINUTES ?= 30
bench: $(DEV_READY)
	$(BIN)/python benchmarks/bench.py --minutes $(MINUTES) --corpus $(CORPUS) $(foreach name,$(ONLY),--only $(name))

# The lock holds versions and hashes, no addresses, so that it serves any registry.
lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev -o requirements-dev.txt

clean:
	rm -rf $(VENV) .venv-audit build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bluewatch needs Python 3.11 or later; set PYTHON=..."; exit 2; }
	@echo "Setting up $(VENV): once, a minute or two"
	@$(PYTHON) -m venv $(VENV)

$(READY): $(VENV)/bin/python requirements.txt pyproject.toml setup.py crawler/peacekeeping/shadow.c
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --editable .
	@touch $@

$(DEV_READY): $(READY) requirements-dev.txt
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
