#!/usr/bin/env bash
# Runs all benches, those of coterm and of its peers, in one run on one machine:
#
#   benches/run.sh            everything; about 25 minutes, and more the first time, to compile Martin
#   QUICK=1 benches/run.sh    the same on small inputs, to try it
#
# Writes benches/results.md, benches/growth.svg and the tables of docs/benchmarks.md. With
# ONLY=tiles it writes benches/tiles.md and the table of tiles on that page, with ONLY=lookups
# everything but that table. A quick run, and any run with RESULTS=FOLDER, writes its files into a
# folder instead (quick: target/bench-quick) and does not change docs/benchmarks.md.
#   COTERM_ENGLAND=FOLDER   the build with `--extent england` (default data-england)
#   COTERM_SHARED=FOLDER    finer real layers (default ../shared/data)
#   LAYERS=made-350,…       only these layers
#   ONLY=tiles              only the benches of vector tiles
#   ONLY=lookups            all benches but those of vector tiles
#   PEERS=FOLDER            keep the peers that are installed there for the next run
#   PEERS=none              only coterm and the Rust crates
set -euo pipefail
cd "$(dirname "$0")/.."

quick=${QUICK-0}
only=${ONLY-}
[[ -z $only || $only == tiles || $only == lookups ]] || { echo "ONLY=$only: it may be tiles or lookups" >&2; exit 1; }
if [[ $quick != 0 && -n $quick ]]; then default=target/bench-quick
else default=benches; fi
results=${RESULTS-$default}
page=$results/results.md
[[ $only != tiles ]] || page=$results/tiles.md
mkdir -p "$results"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export COTERM_BENCH_RECORDS=$work/records.jsonl
export PYTHONDONTWRITEBYTECODE=1

names=()
[[ $only == tiles ]] || names+=(lookup position boundary postcodes construction growth overlay http)
[[ $only == lookups ]] || names+=(tiles)
bench=(cargo bench --quiet --package coterm-benches "${names[@]/#/--bench=}")
program=(cargo build --quiet --release --package coterm-cli --bin coterm)
exports() {
    cargo run --quiet --profile bench --package coterm-benches --bin "$1" -- "$2"
}

# Everything is compiled before the machine's load is read and the first clock starts.
"${bench[@]}" --no-run
cargo build --quiet --profile bench --package coterm-benches --bins
"${program[@]}"
coterm=$("${program[@]}" --message-format json | python3 -c 'import json, sys; print([e for e in map(json.loads, sys.stdin) if e.get("executable")][-1]["executable"])')
python3 benches/report/machine.py "$COTERM_BENCH_RECORDS"
"${bench[@]}"
[[ $only == tiles ]] || python3 benches/commands/commands.py "$coterm" "$COTERM_BENCH_RECORDS" data "${COTERM_ENGLAND-data-england}"
if [[ ${PEERS-} != none ]]; then
    if [[ $only != tiles ]]; then
        exports export "$work/inputs"
        exports export-overlays "$work/inputs/overlays"
    fi
    [[ $only == lookups ]] || exports export-tiles "$work/inputs/tiles"
    benches/peers/run.sh "$work/inputs" "$COTERM_BENCH_RECORDS" "$(dirname "$coterm")" ${PEERS:+"$PEERS"}
fi
# Only a complete run changes the published page.
if [[ $results == benches && -z ${LAYERS-} && ${PEERS-} != none ]]; then shown=docs/benchmarks.md; fi
python3 benches/report/report.py "$COTERM_BENCH_RECORDS" "$page" "$results/growth.svg" ${shown-}
cp "$COTERM_BENCH_RECORDS" "$results/records.jsonl"
echo "$page"
