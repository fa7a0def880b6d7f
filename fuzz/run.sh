#!/usr/bin/env bash
# Fuzzes the readers of other people's files: libFuzzer changes the files in corpus/, guided by the
# code that they reach. fuzz/run.sh [SECONDS] [TARGET…]; without SECONDS each target gets a fixed
# number of inputs from a fixed seed, and all take less than two minutes after the build.
#
# A panic, an abort, more than 25 seconds or more than 1.5 GB is a failure. The input is then kept in
# fuzz/artifacts/TARGET; `fuzz/run.sh --input FILE TARGET` reads it again. Once it is mended, put it
# into corpus/TARGET with a name that begins with "fault-": a claim reads all files there.
#
# `make mutants` needs no coverage and also damages files that only coterm writes; this finds what
# takes many steps that each reach a little further.
set -euo pipefail
cd "$(dirname "$0")/.."

input=() seconds='' targets=()
while [ $# -gt 0 ]; do
    case $1 in
        --input) input=("$2"); shift ;;
        [0-9]*) seconds=$1 ;;
        *) targets+=("$1") ;;
    esac
    shift
done
if [ ${#targets[@]} -eq 0 ]; then
    for file in fuzz/fuzz_targets/*.rs; do targets+=("$(basename "$file" .rs)"); done
fi

# The flags of `cargo fuzz build --sanitizer none`, which needs no nightly compiler. With --target
# they do not apply to build scripts, which could not be linked with them.
host=$(rustc -vV | sed -n 's/^host: //p')
built="$(./setup target)/fuzz"
export RUSTFLAGS="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Cllvm-args=-sanitizer-coverage-trace-compares"
cargo build --quiet --manifest-path fuzz/Cargo.toml --locked --release --target "$host" --target-dir "$built"
programs="$built/$host/release"

# Further seeds: small test cases of the claims, by their extension.
cases() {
    local endings=()
    case $1 in
        csv | weights) endings=(csv) ;;
        flatgeobuf) endings=(fgb) ;;
        geojson) endings=(geojson) ;;
        geoparquet) endings=(parquet) ;;
        kml) endings=(kml) ;;
        scenario) endings=(toml) ;;
        zip) endings=(kmz) ;;
    esac
    local ending
    for ending in "${endings[@]}"; do
        find tests/cases -name "*.$ending" -size -20k | sort
    done | paste -sd,
}

# Number of inputs, which two cores read in less than ten seconds.
runs() {
    case $1 in
        geopackage) echo 1500 ;;
        *) echo 5000 ;;
    esac
}

dictionary() {
    case $1 in
        geojson | topojson | generation) echo json ;;
        csv | weights | practices) echo csv ;;
        *) echo "$1" ;;
    esac
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=()
for target in "${targets[@]}"; do
    mkdir -p "fuzz/artifacts/$target" "$work/$target"
    options=(-timeout=25 -rss_limit_mb=1024 "-artifact_prefix=fuzz/artifacts/$target/")
    if [ ${#input[@]} -eq 0 ]; then
        if [ -n "$seconds" ]; then
            options+=("-max_total_time=$seconds")
        else
            options+=(-seed=1 "-runs=$(runs "$target")")
        fi
        words="fuzz/dictionaries/$(dictionary "$target").dict"
        [ -e "$words" ] && options+=("-dict=$words")
        seeds=$(cases "$target")
        [ -n "$seeds" ] && options+=("-seed_inputs=$seeds")
        options+=("$work/$target" "fuzz/corpus/$target")
    fi
    log="$work/$target.log"
    # Without a PATH no program of GDAL is started for the formats that coterm itself does not read.
    if (ulimit -v 1500000; export PATH=/nowhere; exec "$programs/$target" "${options[@]}" "${input[@]}") >"$log" 2>&1; then
        printf '%-11s %s\n' "$target" "$(grep -E '^Done|^Executed' "$log" | tail -n 1)"
    else
        failed+=("$target")
        grep -vE '^#[0-9]' "$log" | tail -n 40
    fi
done
[ ${#failed[@]} -eq 0 ] || { printf 'fuzz: failed: %s\n' "${failed[*]}" >&2; exit 1; }
