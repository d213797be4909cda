# `make maps` and `make test` are all that a fresh machine with Python 3.11 needs.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: maps test lint bench fuzz data notebooks clean

maps: .venv/installed
	$(BIN)/geoconflict run seeds/ --out maps/

test: .venv/tested lint
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

lint: .venv/tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: .venv/tested
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[spacy]' \
	  || echo "spaCy could not be installed: the table does without it" >&2
	OMP_NUM_THREADS=1 $(BIN)/python tests/benchmarks/bench.py $(CORPUS)

SECONDS ?= 60
fuzz: .venv/tested
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group fuzz \
	  || echo "atheris could not be installed: hypothesis fuzzes without it" >&2
	nice $(BIN)/python tests/fuzz/run.py --seconds $(SECONDS)

data: .venv/tested
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group data
	$(BIN)/python data/build/all.py

notebooks: .venv/tested
	$(BIN)/python -m pip install --quiet --constraint constraints.txt jupyterlab
	$(BIN)/jupyter lab notebooks/

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --upgrade pip

.venv/installed: .venv/bin/python pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	$(BIN)/geoconflict data verify >/dev/null
	touch $@

.venv/tested: .venv/installed
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --group dev
	command -v chromium >/dev/null || command -v chromium-browser >/dev/null \
	  || { apt-get update -qq && apt-get install -y -qq chromium; } \
	  || echo "Chromium could not be installed: the browser tests will fail" >&2
	touch $@

clean:
	rm -rf .venv build dist
