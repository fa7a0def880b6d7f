#!/usr/bin/env bash
# Measures coterm bulk and coterm-sql on files of one, ten and a hundred million points, and a join on a
# cluster of one executor and of two; writes benches/scale.md. Exits with 1 if a command fails, loses a row,
# or misses a target.
#
#   benches/scale/run.sh ENGLAND [POINTS]
#
# ENGLAND is a folder made by `coterm data build --extent england --out ENGLAND`; POINTS is the number of
# points of the largest file, 100000000 unless given: 25 minutes on two cores, and 12 GB of disk.
#   WORK=FOLDER             keeps the points and figures there, and takes the points from there
#   RESULTS=FOLDER          writes scale.md there
#   LIMIT=3600              seconds after which a command is stopped
#   PROGRAMS=FOLDER         coterm-sql and coterm are built already, and are there
set -euo pipefail
[[ -n ${1-} ]] || { echo "usage: benches/scale/run.sh ENGLAND [POINTS]" >&2; exit 2; }
england=$(realpath "$1") points=${2-100000000}
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
cd "$here/../.."
export PYTHONDONTWRITEBYTECODE=1

python=$(./setup venv zones benches/zones/requirements.txt)/bin/python
if [[ -z $programs ]]; then
    cargo build --quiet --locked --profile sql -p coterm-datafusion
    cargo build --quiet --locked --profile sql -p coterm-cli
    programs=$(./setup target)/sql
fi

# The points are those of `make zones`: a larger file begins with those of a smaller one.
lsoas=$work/lsoa-degrees.parquet
if [[ ! -e $lsoas ]]; then
    "$programs/coterm" --data "$england" export lsoa-2011 -o "$work/lsoa-metres.parquet"
    "$programs/coterm" export "$work/lsoa-metres.parquet" --crs EPSG:4326 -o "$lsoas"
fi
sizes=($((points / 100)) $((points / 10)) "$points")
for size in "${sizes[@]}"; do
    file=$work/points-$size.parquet
    [[ -e $file ]] && continue
    "$python" benches/zones/points.py "$lsoas" "$size" "$file.unfinished"
    mv "$file.unfinished" "$file"
done

export LIMIT=${LIMIT-3600}
records=$work/scale.jsonl
rm -f "$records"
python3 benches/report/machine.py "$records"
status=0
PYTHONPATH=benches/zones:tests/engines "$python" "$here/measure_scale.py" "$programs" "$england" "$work" "$records" "${sizes[@]}" || status=$?
PYTHONPATH=benches/report python3 "$here/scale_page.py" "$records" "$results/scale.md" || status=$?
echo "$results/scale.md"
exit "$status"
