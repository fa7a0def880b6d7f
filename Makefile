# run · test · bench · data. Each sets up what it needs, and may be called again.
.PHONY: run check test oracle mutants certainty bench data web screenshot help
BIND ?= 127.0.0.1:8080
# What each step of check and test selects, so that nothing is compiled twice: see setup.
SELECTION = $(shell ./setup selection)

help: ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: web ## build, and serve the map on $(BIND)
	@./setup run
	cargo build --release --locked -p coterm-cli
	"$$(./setup target)/release/coterm" serve --bind $(BIND)

check: ## the fast loop: format, lints, and the tests of the pure crates by themselves
	@./setup check
	cargo fmt --all --check
	cargo clippy $(SELECTION) --all-targets -- -D warnings
	cargo test --quiet --locked -p polygon-coverage -p coterm-core -p coterm-tiles --lib

test: web ## everything that is claimed, the browser's claims included
	@./setup test
	cargo fmt --all --check
	cargo clippy $(SELECTION) --all-targets -- -D warnings
	./tests/run.sh
	cargo test $(SELECTION) --doc
	./tests/oracle/run.sh
	RUSTDOCFLAGS="-D warnings" cargo doc $(SELECTION) --no-deps
	npm test --prefix web
	COTERM_BIN="$$(./setup target)/debug/coterm" npm test --prefix tests/browser

oracle: ## hold owners, lines, overlaps and tiles against others' software
	@./setup oracle
	./tests/oracle/run.sh

mutants: ## 20,000 damaged files of every format: each must be read or refused
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

bench: ## measure, side by side with others' software
	@./setup bench
	./benches/run.sh

web: ## the map's library, from npm
	@./setup web

screenshot: web ## the README's pictures
	@./setup test
	cargo build --release --locked -p coterm-cli
	COTERM_BIN="$$(./setup target)/release/coterm" node tests/browser/screenshot.mjs
	"$$(./setup target)/release/coterm" map place-2022 --width 1000 -o web/places.png
