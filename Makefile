# Two commands matter: `make run` opens the program on the sample shop, `make test` runs all tests.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
LANGUAGES := zh_CN

.PHONY: run test tests lint shots bench texts clean

run: $(VENV)/.run
	@.ci/system-packages
	@$(BIN)/python main.py --demo

test: $(VENV)/.dev
	@.ci/system-packages tests
	@# A file is one worker's, for its tests share stores that were filled once.  Those that start the program keep what
	@# Python compiled, also where the shell says that it shall not.
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder --store=both

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

shots: $(VENV)/.run
	@.ci/system-packages
	$(BIN)/python main.py shots shots

bench: $(VENV)/.run
	for script in lookup sale steps scan search tables start memory; do QT_QPA_PLATFORM=offscreen $(BIN)/python bench/$$script.py; done

texts: $(VENV)/.dev
	@mkdir -p build
	$(BIN)/pybabel -q extract -k N_ -k ngettext:1,2 --no-location --sort-output --project=Kontor -o build/kontor.pot app ui printing devices main.py
	@# Babel takes "{n}% off" for a percent format and complains of it; the catalog is written all the same.
	for language in $(LANGUAGES); do \
	  $(BIN)/pybabel -q update --no-fuzzy-matching -N -i build/kontor.pot -d resources/translations -D kontor -l $$language --no-wrap; \
	  $(BIN)/pybabel -q compile -d resources/translations -D kontor -l $$language || true; \
	done

$(VENV)/.run: requirements.lock
	@.ci/system-packages
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@touch $@

$(VENV)/.dev: requirements.lock requirements-dev.lock
	@.ci/system-packages tests
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock -r requirements-dev.lock
	@touch $(VENV)/.run $@

clean:
	rm -rf $(VENV) shots build
