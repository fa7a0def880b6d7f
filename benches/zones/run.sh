#!/usr/bin/env bash
# Counts points by zone, and takes the mean of their values, with coterm-sql and other software in one run
# on one machine; compares the answers and writes benches/zones.md. Exits with 1 if coterm-sql fails or an
# answer differs.
#
#   benches/zones/run.sh ENGLAND [POINTS]
#
# ENGLAND is a folder made by `coterm data build --extent england --out ENGLAND`; POINTS is 6000000 unless
# given. Each contender is a whole process, from Parquet to Parquet; they take turns.
#   TURNS=3                 turns of each
#   LIMIT=200               seconds after which a contender is stopped
#   LAYERS=lsoa,made-350    layers of zones; made-788 is another, as many as those of a published record
#   ONLY=sedonadb,duckdb    coterm-sql and only these others, as in with_X.py; coterm is coterm-sql alone
#   WORK=FOLDER             keeps zones, points, answers and figures there, and takes zones and points from there
#   RESULTS=FOLDER          writes zones.md, and the figures as zones.jsonl, there
#   PROGRAMS=FOLDER         coterm-sql, coterm and export are built already, and are there
set -euo pipefail
[[ -n ${1-} ]] || { echo "usage: benches/zones/run.sh ENGLAND [POINTS]" >&2; exit 2; }
england=$(realpath "$1") points=${2-6000000} layers=${LAYERS-lsoa,made-350}
[[ -d $england/layers ]] || { echo "$1 has no layers; make them: coterm data build --extent england --out $1" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
results=$(realpath -m "${RESULTS-$here/..}")
if [[ -n ${WORK-} ]]; then
    work=$(realpath -m "$WORK")
else
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
programs=${PROGRAMS:+$(realpath "$PROGRAMS")}
mkdir -p "$work" "$results"
records=$work/records.jsonl
cd "$here/../.."
export PYTHONDONTWRITEBYTECODE=1

python=$(./setup venv zones benches/zones/requirements.txt)/bin/python
if [[ -n $programs ]]; then
    sql=$programs/coterm-sql coterm=$programs/coterm export=$programs/export
else
    cargo build --quiet --locked --profile sql -p coterm-datafusion
    cargo build --quiet --locked --release -p coterm-cli
    cargo build --quiet --locked --profile bench -p coterm-benches --bin export
    target=$(./setup target)
    sql=$target/sql/coterm-sql coterm=$target/release/coterm export=$target/release/export
fi
rm -rf "$records" "$work/answers"
python3 benches/report/machine.py "$records"

# Makes a Parquet file, unless it is there. Arguments: the file, and a command that ends before the name of
# its output.
make_file() {
    [[ -e $1 ]] && return
    "${@:2}" "${1%.parquet}.unfinished.parquet"
    mv "${1%.parquet}.unfinished.parquet" "$1"
}

# Writes made areas to a file. Arguments: the layer, and the file.
made_zones() {
    env -u QUICK LAYERS="$1" "$export" "$work/exported"
    PYTHONPATH=benches/peers "$python" "$here/made.py" "$work/exported/$1/areas.wkb" "$2"
    rm -r "$work/exported"
}

# Makes the zones of a layer, in metres and in degrees.
make_zones() {
    local folder=$work/$1
    mkdir -p "$folder"
    case $1 in
        lsoa) make_file "$folder/metres.parquet" "$coterm" --data "$england" export lsoa-2011 -o ;;
        made-350 | made-788) make_file "$folder/metres.parquet" made_zones "$1" ;;
        *) echo "LAYERS has $1: it may have lsoa, made-350 and made-788" >&2; exit 2 ;;
    esac
    make_file "$folder/degrees.parquet" "$coterm" export "$folder/metres.parquet" --crs EPSG:4326 -o
}

# Makes the data folder of coterm-sql: the everyday data, into which the zones of a layer are imported.
make_data() {
    rm -rf "$work/$1/data"
    cp -r data "$work/$1/data"
    rm -rf "$work/$1/data/imported"
    "$coterm" --data "$work/$1/data" import "$work/$1/metres.parquet" --family zones --vintage 2011 >&2
}

# The points lie where the LSOAs are, whichever layer they are counted by.
make_zones lsoa
make_file "$work/points-$points.parquet" "$python" "$here/points.py" "$work/lsoa/degrees.parquet" "$points"
for layer in ${layers//,/ }; do
    make_zones "$layer"
    make_data "$layer"
done

"$python" "$here/measure.py" "$sql" "$work" "$points" "$layers" "$records"
status=0
"$python" "$here/compare.py" "$work" "$points" "$records" || status=$?
PYTHONPATH=benches/report "$python" "$here/page.py" "$records" "$results/zones.md"
[[ -z ${RESULTS-} ]] || cp "$records" "$results/zones.jsonl"
echo "$results/zones.md"
exit "$status"
