# Everything runs in a virtual environment of its own; what a machine needs is Python 3.11 or newer, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint .ci/constraints.txt
DEMO := runs/demo
OFFICE := runs/office
STYLES := mailing/web/static
LOCALE := mailing/locale

# Tests, demo and benchmarks start the program many times: it is compiled the first time only.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo office test check format bench fuzz catalogs clean

demo: $(VENV)/installed  ## install, make the letters of the sample list, tell where to look
	@$(BIN)/mailing run sample_data/haushalte.csv --out $(DEMO) || [ $$? -eq 4 ]
	@echo
	@echo "Ansehen / look at:  $(DEMO)/*/shop/data/*.pdf  and  $(DEMO)/*/house/report.html"

office: $(VENV)/installed-office $(STYLES)/node_modules  ## install, open an office with two demo accounts and the sample list
	@mkdir -p $(OFFICE)
	@$(BIN)/mailing office --demo sample_data/haushalte.csv --data $(OFFICE)

test: $(VENV)/installed-dev $(STYLES)/node_modules  ## all tests
	$(BIN)/python -m pytest -n auto --dist worksteal -q

check: $(VENV)/installed-dev  ## lint, formatting, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/installed-dev  ## put the code in shape
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/installed-bench  ## measure this program against others, as a Markdown table
	$(BIN)/python benchmarks/compare.py

FUZZ_TARGETS := \
	tests/runs/test_fuzz.py \
	tests/runs/test_fuzz_files.py \
	tests/runs/test_random_acts.py \
	tests/audit/test_hostile_runs.py \
	tests/intake/test_properties.py \
	tests/intake/test_mutations.py \
	tests/intake/test_moved_entries.py \
	tests/intake/test_quotes.py
# In their order: random lists and templates; each file that users give, harmed; random acts; finished runs, harmed;
# lists of any bytes, with one thing wrong, with entries in other cells, with quotes anywhere.

fuzz: $(VENV)/installed-dev  ## the fuzz targets, for a long time; one of them: make fuzz FUZZ_TARGETS=tests/runs/test_fuzz.py
	MAILING_FUZZ_EXAMPLES=2000 $(BIN)/python -m pytest -q $(FUZZ_TARGETS)

catalogs: $(VENV)/installed-dev  ## extract the messages, put new ones into the English catalog, compile both
	$(BIN)/pybabel -q extract --keyword n_ --keyword plural:1,2 --no-location --sort-output --omit-header \
		--mapping-file pyproject.toml --output-file $(LOCALE)/mailing.pot mailing
	$(BIN)/pybabel -q update --domain mailing --locale en --input-file $(LOCALE)/mailing.pot --output-dir $(LOCALE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile --domain mailing --directory $(LOCALE)

clean:
	rm -rf $(VENV) build dist runs

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python pyproject.toml .ci/constraints.txt
	$(INSTALL) --editable .
	@touch $@

$(VENV)/installed-office: $(VENV)/installed
	$(INSTALL) --editable ".[office]"
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(INSTALL) --editable ".[cluster,database,delivery,office,oidc,dev]"
	@touch $@

# The design standard of the German administration, fetched as pinned; only setting the office up needs npm.
$(STYLES)/node_modules: $(STYLES)/package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(STYLES) && touch $@; \
	else echo "npm fehlt: das Büro läuft, aber ohne KERN / npm is missing: the office runs, without KERN (Debian: apt install npm)"; fi

$(VENV)/installed-bench: $(VENV)/installed
	$(INSTALL) --editable ".[bench]"
	@touch $@
