# The tasks of development. Each installs what it needs first. `make help` lists them.
.PHONY: run check test sql cluster engines installed oracle mutants fuzz soak certainty bench zones scale data web screenshot help
BIND ?= 127.0.0.1:8080
# The packages and features of every step of check and test: the same for all, so that nothing is
# compiled twice. See `setup`.
SELECTION = $(shell ./setup selection)
# DataFusion and Ballista, which no other step compiles: 25 minutes on two cores, once.
SQL = --locked --profile sql -p coterm-datafusion
# The fuzz targets have a lock file of their own, which must follow the dependencies of the crates.
FUZZ = --locked --format-version 1 --manifest-path fuzz/Cargo.toml

help: ## list the tasks
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

run: web ## build coterm, and serve the map on 127.0.0.1:8080, or BIND=ADDRESS:PORT
	@./setup run
	cargo build --release --locked -p coterm-cli
	"$$(./setup target)/release/coterm" serve --bind $(BIND)

check: ## the fast loop: check format and lints, and run the unit tests of the pure crates
	@./setup check
	cargo fmt --all --check
	cargo metadata $(FUZZ) > /dev/null
	cargo clippy $(SELECTION) --all-targets -- -D warnings
	cargo test --quiet --locked -p polygon-coverage -p coterm-core -p coterm-tiles --lib

test: web ## run all checks and tests, including those in a browser and with other software
	@./setup test
	cargo fmt --all --check
	cargo metadata $(FUZZ) > /dev/null
	cargo clippy $(SELECTION) --all-targets -- -D warnings
	./tests/run.sh
	cargo test $(SELECTION) --doc
	./tests/oracle/run.sh
	RUSTDOCFLAGS="-D warnings" cargo doc $(SELECTION) --no-deps
	npm test --prefix web
	COTERM_BIN="$$(./setup target)/debug/coterm" npm test --prefix tests/browser
	./fuzz/run.sh

sql: ## lint and test the SQL functions, the cluster and object stores, which no other task compiles
	@./setup sql
	cargo clippy $(SQL) --all-targets -- -D warnings
	cargo test $(SQL)
	./tests/object_store/run.sh

cluster: ## start a cluster of a scheduler and two executors on this machine, and ask it a query
	@./setup run
	cargo build $(SQL)
	./crates/coterm-datafusion/cluster.sh "$$(./setup target)/sql/coterm-sql"

engines: ## compare coterm bulk, joins, a cluster and Spark row for row; ENGLAND=FOLDER, ROWS=10000000
	@./setup engines
	$(if $(ROWS),ROWS=$(ROWS)) ./tests/engines/run.sh $(if $(ENGLAND),"$(ENGLAND)")

installed: web ## install the program, move it, and test it without the checkout
	@./setup test
	./tests/installed.sh

oracle: ## compare areas of points, validity, lines, overlaps, comparisons and tiles with other software
	@./setup oracle
	./tests/oracle/run.sh

mutants: ## damage 20,000 files, and check that each is read or refused
	@./setup mutants
	./tests/mutation/run.sh

fuzz: ## read files that libFuzzer makes with every reader; SECONDS=600 is the time for each
	@./setup fuzz
	./fuzz/run.sh $(SECONDS)

soak: ## load a server for ten minutes with new data every five seconds; SECONDS=60 is another time
	@./setup soak
	./tests/soak/run.sh $(SECONDS)

certainty: ## measure how often "certain" is wrong, and write docs/certainty.md; ENGLAND=FOLDER adds England
	@./setup certainty
	./tests/calibration/run.sh $(if $(ENGLAND),--england $(ENGLAND))

data: ## build the default data from published packages, and check it
	@./setup data
	cargo build --release --locked -p coterm-cli
	"$$(./setup target)/release/coterm" data build
	"$$(./setup target)/release/coterm" data verify

bench: ## measure the speed of coterm and of other software, and write benches/results.md and docs/benchmarks.md
	@./setup bench
	./benches/run.sh

zones: ## count points by zone with coterm-sql and other software, and write benches/zones.md; ENGLAND=FOLDER
	@./setup zones
	./benches/zones/run.sh "$(ENGLAND)" $(POINTS)

scale: ## measure bulk and joins of a hundred million points, and a cluster, and write benches/scale.md; ENGLAND=FOLDER
	@./setup scale
	./benches/scale/run.sh "$(ENGLAND)" $(POINTS)

web: ## install the map's library from npm
	@./setup web

screenshot: web ## make the pictures of the documents again
	@./setup test
	cargo build --release --locked -p coterm-cli
	COTERM_BIN="$$(./setup target)/release/coterm" node tests/browser/screenshot.mjs
	"$$(./setup target)/release/coterm" map place-2022 --width 1000 -o web/places.png
