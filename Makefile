# make demo: from nothing to an answer and a page.   make test: the proof.   make check: what a change must pass.
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
WORKERS ?= 2
# pip compiles what it installs, but not an editable tree: without this the first start takes a second.
COMPILE = $(BIN)/python -m compileall -q data graph loaders queries src/sociogram viz

.PHONY: demo test test-more mutants check lint types layers scripts format docs fuzz attack survive import differential tck-neo4j bench neo4j clean

demo: $(VENV)/.demo
	$(BIN)/sociogram demo

test: $(VENV)/.test
	$(if $(MORE),$(LONGER)) sh tests/support/install.sh
	$(if $(MORE),$(BIN)/python -m pip install -qq --group more)
	$(if $(MORE),-$(MAKE) -s node_modules/.installed)
	$(if $(MORE),$(LONGER)) $(BIN)/pytest -n $(WORKERS)

# The same tests, with more of what can be made longer: made-up queries, kills, rows, scenarios on a server;
# those on ArcadeDB, whose wheel brings a Java of its own; and the page's controls in a second browser.
LONGER = SOCIOGRAM_FUZZ=1000 SOCIOGRAM_TEST_KILLS=3 SOCIOGRAM_TEST_IMPORT=50000 SOCIOGRAM_TCK_NEO4J=20 \
	SOCIOGRAM_TEST_ARCADEDB=1 SOCIOGRAM_BROWSERS=1
test-more:
	@$(MAKE) --no-print-directory test MORE=1

# Changes the code in N places, one at a time, and counts the changes that some test notices; an hour.
mutants: N ?= 100
mutants: SEED ?= 1
mutants: $(VENV)/.test
	$(BIN)/python tests/mutation/try_mutants.py -n $(N) --seed $(SEED)

check: $(VENV)/.check lint types layers scripts test

lint: $(VENV)/.check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.check
	$(BIN)/mypy

layers: $(VENV)/.check
	$(BIN)/lint-imports

# The scripts of the page: ESLint, types, unit tests. Nothing else needs Node.
scripts:
	@if command -v npm >/dev/null; then $(MAKE) -s node_modules/.installed && npm run -s lint && npm run -s types && npm test -s; \
	elif [ "$$CI" = true ]; then echo "npm is missing; install it with: apt-get install nodejs npm" >&2; exit 1; \
	else echo "Not checked, because npm is missing: the scripts of the page (apt-get install nodejs npm)" >&2; fi

node_modules/.installed: package.json package-lock.json
	npm ci --silent
	touch $@

format: $(VENV)/.check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Writes the parts of docs/cypher.md that are made from the code.
docs: $(VENV)/.test
	PYTHONPATH=tests $(BIN)/python -m support.cypher.page

# N broken and made-up queries, each of which has to end in rows or in an error of ours.
fuzz: N ?= 50000
fuzz: $(VENV)/.test
	SOCIOGRAM_FUZZ=$(N) $(BIN)/pytest -q -n $(WORKERS) tests/cypher/syntax/test_front_fuzz.py tests/cypher/test_engine_fuzz.py

# Queries that try to take more time and memory than they may, by the machine's clock; NAMES picks some.
attack: $(VENV)/.test
	$(BIN)/python tests/durability/attack.py $(NAMES)

# A Neo4j server killed and started again at KILLS random moments of a load.
survive: KILLS ?= 20
survive: $(VENV)/.test
	SOCIOGRAM_TEST_KILLS=$(KILLS) $(BIN)/pytest -q tests/neo4j/test_neo4j_own_server.py -k killed

# N relations written for Neo4j's import tool, imported, and asked twenty questions on a server.
import: N ?= 1000000
import: $(VENV)/.test
	SOCIOGRAM_TEST_IMPORT=$(N) $(BIN)/pytest -q tests/neo4j/test_neo4j_own_server.py -k takes_an_export

# N made-up queries on made-up graphs, in memory and on a real server (NEO4J names its version).
differential: N ?= 10000
differential: SEED ?= 1
differential: $(VENV)/.test
	sh tests/support/install.sh
	$(BIN)/python tests/differential/run.py -n $(N) --seed $(SEED)

# openCypher's kit through a real server (NEO4J names its version); a part of it runs with the tests.
tck-neo4j: $(VENV)/.test
	sh tests/support/install.sh
	SOCIOGRAM_TCK_NEO4J=1 $(BIN)/pytest -q tests/tck/test_tck_neo4j.py

# Our engine against others that can be embedded, and against NumPy by hand; a quarter of an hour.
bench: $(VENV)/.test
	$(BIN)/python benchmarks/run.py

# A real Neo4j server on loopback for playing; Ctrl-C ends it.
neo4j: $(VENV)/.test
	sh tests/support/install.sh
	$(BIN)/python tests/support/neo4j/server.py

clean:
	rm -rf $(VENV) node_modules build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis sociogram.html

$(VENV)/.venv:
	@test -n "$(PYTHON)" || { echo "sociogram needs Python 3.11 or later; name one: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	touch $@

$(VENV)/.demo: $(VENV)/.venv pyproject.toml
	$(BIN)/python -m pip install -qq --editable .
	$(COMPILE)
	touch $@

$(VENV)/.test: $(VENV)/.venv pyproject.toml
	$(BIN)/python -m pip install -qq --editable . --group test
	$(COMPILE)
	touch $@ $(VENV)/.demo

$(VENV)/.check: $(VENV)/.venv pyproject.toml
	$(BIN)/python -m pip install -qq --editable . --group check
	$(COMPILE)
	touch $@ $(VENV)/.demo $(VENV)/.test
