# make             what there is
# make all         every bank in source/ as a PDF, an Anki deck and a handout, in output/
# Needs cargo, a C compiler and make; `test` and `lint` also Python 3.10 or newer. What is missing is named.

.DEFAULT_GOAL := help
.PHONY: help all test verify check lint format clippy docs licences advisories spelling fmt fuzz bench bless clean install screenshots
.PHONY: need-cargo need-python
MAKEFLAGS += --no-print-directory

CARGO_DENY_VERSION := 0.20.2
CARGO_DENY := $(or $(shell command -v cargo-deny 2>/dev/null),.tools/bin/cargo-deny)
TARGET := $(or $(CARGO_TARGET_DIR),target)
PREPDECK := cargo run --quiet --locked --release --
# The newest that works: a name on the PATH may be a shim that leads nowhere.
PYTHON := $(shell for python in python3.14 python3.13 python3.12 python3.11 python3.10 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null && { echo $$python; break; }; done)
VENV := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
VENV_CODE := $(subst .venv,.venv-code,$(VENV))
VENV_BENCH := $(subst .venv,.venv-bench,$(VENV))

help:                ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

all: need-cargo      ## build every bank in source/ into output/: PDF, Anki deck, handout
	cargo build --locked --release
	$(PREPDECK) build

test: need-cargo .venv/anki/ready .venv-code/ready ## set up and run all tests, those against real Anki included
	$(call with_code,cargo test --locked --all-features)
	$(TARGET)/debug/prepdeck build --locked
	$(call with_code,$(TARGET)/debug/prepdeck verify)
	PREPDECK=$(TARGET)/debug/prepdeck PYTHONDONTWRITEBYTECODE=1 \
		$(VENV)/python -m pytest -q -rs -p no:cacheprovider tests

# What the banks' code imports, and their Python, come first on the PATH; tests of verify run a python3 too.
with_code = PATH="$(CURDIR)/$(VENV_CODE):$$PATH" $(1)

verify: need-cargo .venv-code/ready ## run the code of the banks in source/, and compare what it prints
	cargo build --quiet --locked --release
	$(call with_code,$(PREPDECK) verify)

check: need-cargo    ## say what is wrong with the banks in source/
	$(PREPDECK) check

lint: format clippy docs licences advisories spelling ## formatting, clippy, docs, licences, advisories, spelling

format: need-cargo
	cargo fmt --check

clippy: need-cargo
	cargo clippy --locked --all-targets --all-features -- -D warnings

docs: need-cargo
	RUSTDOCFLAGS="-D warnings" cargo doc --quiet --locked --no-deps --all-features --document-private-items

# Builds fetch what this system needs; licences are those of all systems.
licences: need-cargo $(CARGO_DENY)
	cargo fetch --quiet --locked
	$(CARGO_DENY) --offline --locked --all-features --config .deny.toml check bans licenses sources

advisories: need-cargo $(CARGO_DENY)
	@if $(LIMIT) $(CARGO_DENY) --config .deny.toml fetch db >/dev/null 2>&1; then \
		$(CARGO_DENY) --offline --locked --all-features --config .deny.toml check advisories; \
	else \
		echo "advisories: not checked, since the advisory database cannot be had from here"; \
	fi

spelling: .venv/ready
	$(VENV)/typos

# A fetch that hangs must not hold up the rest.
LIMIT := $(if $(shell command -v timeout 2>/dev/null),timeout 120)

fmt: need-cargo      ## format the code
	cargo fmt

bench: need-cargo .venv-bench/ready ## measure, beside Typst, genpdf and genanki (Linux, macOS); also target/bench/results.md
	cargo build --locked --release --features genpdf --bin prepdeck --example phases
	$(VENV_BENCH)/python -B tests/bench/main.py

# Each run has a seed of its own, which it prints; ARGUMENTS="--seed 7" for the same inputs again, ARGUMENTS=--hostile
# for the banks that are made to use up time and memory, and what each costs.
SECONDS := 180
fuzz: need-cargo     ## look for inputs that break something, for SECONDS=180; findings go to target/fuzz/
	cargo run --quiet --locked --release --example fuzz -- --seconds $(SECONDS) $(ARGUMENTS)

screenshots: all .venv/ready ## pictures of sheet and cards, for the README and for looking at; needs Chromium
	$(VENV)/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: pillow==13.0.0
	$(VENV)/python tests/screenshots.py --readme

bless: need-cargo .venv/ready ## accept what the tests now give: snapshots, pictures of pages, the schema beside the banks
	INSTA_UPDATE=always cargo test --locked --all-features
	BLESS=1 PYTHONDONTWRITEBYTECODE=1 $(VENV)/python -m pytest -q -p no:cacheprovider tests/pdf/test_pictures.py
	$(PREPDECK) schema > source/bank.schema.json.new && mv source/bank.schema.json.new source/bank.schema.json

clean:               ## remove all that can be made again
	rm -rf $(TARGET) .venv .venv-bench .venv-code .tools
	rm -rf output/*.pdf output/*.apkg output/*.md output/*-images output/.*.tmp

install: need-cargo  ## put prepdeck on the PATH of this user
	cargo install --locked --path .

.venv/ready: tests/requirements.txt
.venv-bench/ready: tests/bench/requirements.txt
# Apart from what the tests need: a bank's code finds what source/requirements.txt names and nothing else.
.venv-code/ready: source/requirements.txt
%/ready: | need-python
	rm -rf $*
	$(PYTHON) -m venv $*
	$(subst .venv,$*,$(VENV))/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: --requirement $<
	touch $@

# Older versions of Anki, each in a folder of its own. Where one has no wheel, its tests say so, and are skipped; the
# next `make test` looks again.
.venv/anki/ready: tests/requirements-anki.txt .venv/ready
	rm -rf .venv/anki
	mkdir .venv/anki
	for version in $$(sed -n 's/^anki==\([0-9.]*\).*/\1/p' $<); do \
		$(VENV)/python -m pip install --quiet --disable-pip-version-check --only-binary=:all: --no-deps \
			--target .venv/anki/$$version anki==$$version || missing=1; \
	done; [ -n "$$missing" ] || touch $@

.tools/bin/cargo-deny:
	cargo install --quiet --locked --root .tools cargo-deny@$(CARGO_DENY_VERSION)

need-cargo:
	@command -v cargo >/dev/null || { \
		echo "cargo is missing; install Rust with:"; \
		echo "  curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"; exit 1; }
	@command -v "$${CC:-cc}" >/dev/null || command -v gcc >/dev/null || command -v clang >/dev/null \
		|| command -v cl >/dev/null || [ "$(OS)" = Windows_NT ] || { \
		echo "a C compiler is missing (for SQLite); install one with:"; \
		echo "  sudo apt-get install build-essential      # Debian, Ubuntu"; \
		echo "  sudo dnf install gcc                      # Fedora"; \
		echo "  xcode-select --install                    # macOS"; exit 1; }

need-python:
	@[ -n "$(PYTHON)" ] || { \
		echo "Python 3.10 or newer is missing (for the tests); install it with:"; \
		echo "  sudo apt-get install python3 python3-venv # Debian, Ubuntu"; \
		echo "  sudo dnf install python3                  # Fedora"; \
		echo "  brew install python                       # macOS"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make virtual environments; install what it lacks with:"; \
		echo "  sudo apt-get install python3-venv         # Debian, Ubuntu"; exit 1; }
