#!/usr/bin/env bash
# Compares the results of two builds of the command, to show that an internal change alters
# none: tests/same/run.sh OLD OLD_DATA NEW NEW_DATA [FOLDER].
#
# OLD and NEW are two `coterm` binaries, each with the data folder of its own checkout, since the
# format of the catalogue and the recipe may have grown between them. It compares the data that
# `data build` makes (byte for byte), `bulk` on every postcode on three days, the vector tiles of
# every layer, `compare` of every pair of layers and `check` of every layer.
# Sentences are ignored (see without_sentences.py), and JSON may have more fields. FOLDER keeps
# all results.
set -euo pipefail
cd "$(dirname "$0")/../.."
[ $# -ge 4 ] || { echo "usage: tests/same/run.sh OLD OLD_DATA NEW NEW_DATA [FOLDER]" >&2; exit 2; }
old=$(realpath "$1") old_data=$(realpath "$2") new=$(realpath "$3") new_data=$(realpath "$4")
kept=$(realpath -m "${5:-$(mktemp -d)}")
mkdir -p "$kept"/{old,new}
failures=0

# Both builds make data from their recipe and the cached packages; without packages this part is
# left out.
packages=${COTERM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/coterm/packages}
same() {
    if cmp -s "$kept/old/$1" "$kept/new/$1"; then printf 'same     %s\n' "$1"
    else printf 'DIFFERS  %s\n' "$1"; failures=$((failures + 1)); fi
}
each() { # NAME ARGUMENTS…: runs both builds, and writes their outputs to NAME
    local name=$1 data; shift
    for which in old new; do
        data=${which}_data
        "${!which}" "$@" --data "${!data}" > "$kept/$which/$name" 2> "$kept/$which/$name.err" || true
    done
    # Both builds may refuse, but not one alone.
    [ -s "$kept/old/$name" ] && [ -s "$kept/new/$name" ] && return
    printf 'EMPTY    %s: %s\n' "$name" "$(cat "$kept"/{old,new}/"$name.err" | head -n 1)"
    [ -s "$kept/old/$name" ] || [ -s "$kept/new/$name" ] || return 0
    failures=$((failures + 1))
}
grown() { # NAME WORDS: checks that NEW has all that OLD has
    if python3 tests/same/without_sentences.py within "$kept/old/$1" "$kept/new/$1"; then
        printf 'same     %s\n' "$2"
    else
        printf 'DIFFERS  %s\n' "$2"; failures=$((failures + 1))
    fi
}

if [ -d "$packages" ]; then
    for which in old new; do
        data=${which}_data
        "${!which}" data build --recipe "${!data}" --data "${!data}" --cache "$packages" \
            --out "$kept/$which/data" > "$kept/$which/build" 2>&1
    done
    while read -r file; do
        case $file in
            *build-report.md) ;; # sentences
            *.json) grown "data/$file" "data/$file, but for fields that were added" ;;
            *) same "data/$file" ;;
        esac
    done < <(cd "$kept/old/data" && find . -type f | sort | sed 's#^\./##')
else
    echo "left out: data build, for there are no packages in $packages" >&2
fi

{ echo postcode; zcat "$old_data/postcodes.csv.gz" | tail -n +2 | cut -d, -f1; } > "$kept/postcodes.csv"
for day in 2022-06-30 2022-09-01 2025-06-01; do
    each "bulk-$day.csv" bulk "$kept/postcodes.csv" --on "$day"
    # Cells that are sentences are left out, so the rest are codes, names and figures.
    for which in old new; do
        python3 tests/same/without_sentences.py csv "$kept/$which/bulk-$day.csv" > "$kept/$which/bulk-$day.codes"
    done
    same "bulk-$day.codes"
done

layers=$(python3 -c 'import json; print(*[layer["id"] for layer in json.load(open(__import__("sys").argv[1] + "/catalogue.json"))["layers"]])' "$old_data")
for layer in $layers; do
    each "check-$layer.json" check "$layer" --json
    for which in old new; do
        python3 tests/same/without_sentences.py json "$kept/$which/check-$layer.json" > "$kept/$which/check-$layer.codes"
    done
    grown "check-$layer.codes" "check $layer"
    for which in old new; do
        data=${which}_data
        rm -f "$kept/$which/$layer.mbtiles"
        "${!which}" tiles "$layer" --zooms 0-12 -o "$kept/$which/$layer.mbtiles" --data "${!data}" \
            > "$kept/$which/tiles" 2>&1
        python3 tests/same/without_sentences.py tiles "$kept/$which/$layer.mbtiles" > "$kept/$which/tiles-$layer.sums"
    done
    same "tiles-$layer.sums"
done

for a in $layers; do
    for b in $layers; do
        [ "$a" \< "$b" ] || continue
        each "compare-$a-$b.json" compare "$a" "$b" --format json
        for which in old new; do
            python3 tests/same/without_sentences.py json "$kept/$which/compare-$a-$b.json" > "$kept/$which/compare-$a-$b.codes"
        done
        grown "compare-$a-$b.codes" "compare $a $b"
    done
done

echo "$failures differ; what both said is in $kept"
[ "$failures" -eq 0 ]
