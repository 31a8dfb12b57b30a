# Few verbs. Each sets up what it needs; `make help` lists them.

PYTHON ?= python3
BIN := .venv/bin
EXAMPLE := examples/kim-son-2018
PORT ?= 8000
ON_ALL_CORES := -n auto --maxprocesses 4 --dist worksteal
ON_POSTGRESQL := -m "not any_database" tests/web

# Else each of the many programs that tests start would compile all its modules anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup office run test check bench docs words lock

help:    ## these lines
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 10

setup:   ## leave a working .venv
	@$(PYTHON) scripts/setup.py

office:
	@$(PYTHON) scripts/setup.py office

run: office  ## determine the founding example into build/, then open the office on it: http://127.0.0.1:8000 (PORT=…)
	@mkdir -p build
	@$(BIN)/parindex compute $(EXAMPLE)
	@$(BIN)/parindex compute $(EXAMPLE) --format html --detail leaves --output build/kim-son-2018.html
	@$(BIN)/parindex compute $(EXAMPLE) --format xlsx --detail leaves --output build/kim-son-2018.xlsx
	@$(BIN)/parindex compute $(EXAMPLE) --format json --detail leaves --output build/kim-son-2018.json
	@$(BIN)/paroffice demo --example $(EXAMPLE)
	@exec $(BIN)/paroffice serve --port $(PORT)

test: setup  ## every test; those of the office also on PostgreSQL
	@$(PYTHON) scripts/debian.py chromium postgresql tesseract-ocr tesseract-ocr-vie clamav-daemon openjdk-17-jre-headless
	@env -u DATABASE_URL $(BIN)/python -m pytest $(ON_ALL_CORES)
	@$(BIN)/python -m tests.web.postgres $(ON_ALL_CORES) $(ON_POSTGRESQL)

check: setup docs  ## lint, types, contracts, manual
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

docs: setup  ## the manual, warnings are errors
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs build/manual

bench: setup  ## the comparisons; their figures stand in docs/benchmarks.md
	@$(BIN)/python -m benchmarks.national_round
	@$(BIN)/python -m benchmarks.survey_means
	@OPENBLAS_NUM_THREADS=1 $(BIN)/python -m benchmarks.scenarios
	@$(BIN)/python -m benchmarks.sheet_page
	@$(BIN)/python -m benchmarks.sealing
	@$(BIN)/python -m benchmarks.survey_export
	@$(BIN)/python -m benchmarks.survey_intake
	@$(BIN)/python -m benchmarks.portal_search
	@$(BIN)/python -m benchmarks.portal_serving
	@$(BIN)/python -m benchmarks.appraisal
	@$(BIN)/python -m benchmarks.warehouse
	@$(BIN)/python -m benchmarks.office_dossiers

words: setup ## what the office says: gather it from the code, compile its English
	@$(BIN)/python scripts/catalogues.py

lock: setup  ## renew the hashed locks from pyproject.toml
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml -o requirements-core.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --all-extras --group dev -o requirements-dev.txt
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header pyproject.toml --extra office --group build -c requirements-dev.txt -o requirements-office.txt
