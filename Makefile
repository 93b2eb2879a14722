# Nothing but python3 (3.11 or newer) and make is needed; every target sets up what it uses.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
OUT ?= out
CHROMIUM := /usr/bin/chromium
COMMA := ,
WORKERS ?= 2
.DEFAULT_GOAL := help

.PHONY: help install install-dev run test browser check check-static docs reference floors kill-test image bench mutation audit sbom evaluate train lock schema golden screenshots clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(VENV)/.runtime: requirements/runtime.txt pyproject.toml
	@echo "Setting up $(VENV) (once; about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "press-records needs Python 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)"; rm -rf $(VENV); exit 2; }
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/runtime.txt -r requirements/build.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.runtime
	@echo "Adding the development tools to $(VENV) ..."
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@echo "Adding the libraries that press-records is compared with ..."
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/bench.txt
	@touch $@

$(VENV)/.mutation: requirements/mutation.txt $(VENV)/.dev
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/mutation.txt
	@touch $@

$(VENV)/.release: requirements/release.txt $(VENV)/.dev
	@$(PIP) install --quiet --require-hashes --only-binary :all: -r requirements/release.txt
	@touch $@

install: $(VENV)/.runtime  ## set up .venv with the locked runtime
install-dev: $(VENV)/.dev  ## the same with the development tools

run: install  ## run the demo corpus: corpus/ -> out/records.jsonl
	$(BIN)/press-records run corpus --out $(OUT) --complete

test: install-dev  ## set up and run the tests, in two processes (WORKERS=4: in four); those in a browser fail with the remedy where there is none
	-@$(MAKE) --no-print-directory browser
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile

browser:  ## install Debian's Chromium for the browser tests, as root
	@test -x $(CHROMIUM) || test "$$(id -u)" = 0 || { echo "The browser tests need $(CHROMIUM): run 'sudo make browser', or 'sudo apt-get install chromium'"; exit 2; }
	@test -x $(CHROMIUM) || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; }

kill-test: install-dev  ## kill runs over 500 documents at 60 random moments (about 15 minutes)
	$(BIN)/python -m tools.kill_test --documents 500 --kills 60

check: check-static docs test floors  ## everything CI insists on: style, types, layers, schema, documentation, tests, floors

check-static: install-dev  ## style, types, import layers, schema
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/press-records schema | diff - pipeline/schema/record.schema.json

docs: install-dev  ## build the documentation as a site, strictly: docs/ -> site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs --quiet build --strict

reference: install-dev  ## regenerate docs/reference from the code
	$(BIN)/python -m tools.reference

floors: install-dev  ## score the project's gold and compare with tests/eval_baseline.json
	$(BIN)/python -m evaluation --floors tests/eval_baseline.json
	$(BIN)/python -m models.training.evaluate --sets gold/dev --floors tests/ner_floors.json

image:  ## build the container image with docker, podman or buildah; BASE=, PIP_CONF= and CA= as docs/integrations.md says
	@for engine in docker podman buildah; do \
	  $$engine info >/dev/null 2>&1 || continue; \
	  exec $$engine build $(if $(BASE),--build-arg BASE=$(BASE)) $(if $(PIP_CONF),--secret id=pip$(COMMA)src=$(PIP_CONF)) $(if $(CA),--secret id=ca$(COMMA)src=$(CA)) -t press-records .; \
	done; echo "No container engine answers: start Docker's, or run 'sudo apt-get install podman'"; exit 2

bench: $(VENV)/.bench  ## measure everything and write docs/benchmarks.md; ONLY=quality renews one part
	$(BIN)/python -m benchmarks.page $(if $(ONLY),--only $(ONLY))

mutation: $(VENV)/.mutation  ## change the code of values and links at random places and list what no test notices; EACH=6 places a file
	$(BIN)/python -m tools.mutation --each $(or $(EACH),6)

audit: $(VENV)/.release  ## look for known vulnerabilities of the runtime; a library that cannot be looked up is a failure
	$(BIN)/pip-audit --strict --require-hashes --disable-pip -r requirements/runtime.txt

sbom: $(VENV)/.release  ## write the bill of materials of the runtime: dist/sbom.json (CycloneDX)
	@mkdir -p dist
	$(BIN)/cyclonedx-py requirements --output-reproducible requirements/runtime.txt -o dist/sbom.json

evaluate: install-dev  ## print precision, recall and F1 of every field on gold and suites
	$(BIN)/python -m evaluation --suites

train:  ## retrain the embedded models (own environment, two and a half hours); SMOKE=1 tries the recipe out in minutes
	$(MAKE) --no-print-directory -C models/training

schema: install-dev  ## regenerate the committed JSON Schema from records.py
	$(BIN)/press-records schema > pipeline/schema/record.schema.json

golden: install-dev  ## regenerate the golden records of the demo corpus, the inputs of linking, the README's example and picture
	$(BIN)/python tools/make_golden.py
	$(BIN)/python tools/make_picture.py

screenshots: install-dev browser  ## renew the pictures of the review in docs/
	$(BIN)/python tools/make_screenshots.py

lock: install-dev  ## rewrite the lock files from pyproject.toml
	$(BIN)/python tools/lock.py

clean:  ## remove .venv, caches and results
	rm -rf $(VENV) build dist site .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find $(OUT) -mindepth 1 ! -name .gitkeep -delete
