# The tasks of development: run, test, bench, data and more. Each installs what it needs first.
.PHONY: run check test oracle mutants certainty bench data web screenshot help
BIND ?= 127.0.0.1:8080
# The packages and features of each step of check and test: the same, so that nothing is compiled
# twice. See setup.
SELECTION = $(shell ./setup selection)

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: web ## build coterm, and serve the map on $(BIND)
	@./setup run
	cargo build --release --locked -p coterm-cli
	"$$(./setup target)/release/coterm" serve --bind $(BIND)

check: ## check format and lints, and run the unit tests of the pure crates: the fast loop
	@./setup check
	cargo fmt --all --check
	cargo clippy $(SELECTION) --all-targets -- -D warnings
	cargo test --quiet --locked -p polygon-coverage -p coterm-core -p coterm-tiles --lib

test: web ## run all checks and tests, also those in a browser and with other software
	@./setup test
	cargo fmt --all --check
	cargo clippy $(SELECTION) --all-targets -- -D warnings
	./tests/run.sh
	cargo test $(SELECTION) --doc
	./tests/oracle/run.sh
	RUSTDOCFLAGS="-D warnings" cargo doc $(SELECTION) --no-deps
	npm test --prefix web
	COTERM_BIN="$$(./setup target)/debug/coterm" npm test --prefix tests/browser

oracle: ## check containing areas, lines, overlaps and tiles with other software
	@./setup oracle
	./tests/oracle/run.sh

mutants: ## read 20,000 damaged files: each must be read or refused
	@./setup mutants
	./tests/mutation/run.sh

certainty: ## measure how often "certain" is wrong, and write docs/certainty.md
	@./setup certainty
	./tests/calibration/run.sh $(if $(ENGLAND),--england $(ENGLAND))

data: ## build the default data from its packages, and check it
	@./setup data
	cargo build --release --locked -p coterm-cli
	"$$(./setup target)/release/coterm" data build
	"$$(./setup target)/release/coterm" data verify

bench: ## measure the speed of coterm and of other software, side by side
	@./setup bench
	./benches/run.sh

web: ## install the map's library from npm
	@./setup web

screenshot: web ## make the README's pictures again
	@./setup test
	cargo build --release --locked -p coterm-cli
	COTERM_BIN="$$(./setup target)/release/coterm" node tests/browser/screenshot.mjs
	"$$(./setup target)/release/coterm" map place-2022 --width 1000 -o web/places.png
