#!/usr/bin/env bash
# Checks coterm's results with other software.
#
# With shapely, whose pinned wheels are installed beside what cargo builds: the containing areas
# of a million points in every layer of the committed data, the distances between the lines
# of layers, the areas that do not fit together, the validity of 20,000 random footprints, the
# repairs of those that are not valid and of official boundaries, and the overlaps of layers. With ORACLE_PAIRS=all it checks the overlaps of every two layers,
# which takes minutes.
#
# With numpy, scipy and shapely: every figure of comparisons of layers that are made of building blocks,
# and of random partitions of the blocks, computed again from the data alone. With
# ORACLE_COMPARISONS=all it compares every two layers, which takes minutes. People are counted only if
# their number is in COTERM_SHARED (default: ../shared/data).
#
# With pyarrow and GDAL: what coterm exports as GeoParquet and KML.
#
# With GDAL over HTTP: every layer of the server, page by page, in each coordinate system, with filters.
#
# With each other and the specifications: what mvt-reader, mapbox-vector-tile (PyPI),
# @mapbox/vector-tile (npm) and the tests' own decoder read in coterm's tiles, and what
# pmtiles (PyPI, npm), sqlite3, GDAL and, if it is installed, mbtiles (cargo install mbtiles) find
# in archives of them. It checks all tiles to zoom 10 and some above; with ORACLE_TILES=all every
# one. The tests' own decoder is checked with @mapbox/mvt-fixtures.
#
# Exits with 1 if anything is contradicted.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=$(./setup venv oracle tests/oracle/requirements.txt)

# This builds with the selection of tests/run.sh, so that after it nothing is left to compile.
read -ra selection < <(./setup selection)
cargo build --quiet "${selection[@]}" --bin coterm --examples
examples="$(./setup target)/debug/examples"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
# The order matters: the first script checks all layers in the folder, and those after it need
# what the first program wrote.
held() {
    local example=$1 script=$2
    shift 2
    "$examples/$example" "$work" "$@"
    "$python/bin/python" "tests/oracle/$script" "$work"
}
held oracle-export check.py
held oracle-lines lines.py
held oracle-coverage coverage.py
held oracle-validity validity.py
held oracle-repairs repairs.py
held oracle-overlay overlay.py ${ORACLE_PAIRS-}
export COTERM_BIN=${COTERM_BIN:-$(./setup target)/debug/coterm}
"$python/bin/python" tests/oracle/exports.py "$work"
"$python/bin/python" tests/oracle/features.py
"$python/bin/python" tests/oracle/comparison.py "$work" ${ORACLE_COMPARISONS-}
held oracle-tiles tiles.py ${ORACLE_TILES-}
node tests/oracle/tiles.mjs "$work"
if command -v mbtiles >/dev/null; then mbtiles validate "$work/tiles.mbtiles"; fi
"$examples/oracle-fixtures" \
    tests/oracle/node_modules/@mapbox/mvt-fixtures/fixtures
