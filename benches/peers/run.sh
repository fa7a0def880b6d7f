#!/usr/bin/env bash
# Looks up, overlays and draws the same points and areas with other software.
#
#   run.sh INPUTS RECORDS PROGRAMS [FOLDER]
#
# INPUTS is the folder that the `export` programs wrote, RECORDS the file to which figures are
# added, PROGRAMS the folder with `coterm` and `ask-tiles`. Everything is installed into FOLDER, or
# into a folder that is removed at the end; only PostGIS, a system package, stays installed. All
# programs are held to one core unless stated otherwise. ONLY=tiles runs only the benches of tiles,
# ONLY=lookups all others. A peer that cannot be installed is recorded as absent.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
inputs=$1 records=$2 programs=$3 remove=()
if [[ $# -ge 4 ]]; then
    folder=$4
    mkdir -p "$folder"
else
    folder=$(mktemp -d)
    remove=("$folder")
fi
export PYTHONDONTWRITEBYTECODE=1
one_core=(taskset --cpu-list 0)

cleanup() {
    [[ -z ${cluster-} ]] || "${as_nobody[@]}" "$server/pg_ctl" --pgdata "$cluster" --mode immediate stop >&2 || true
    rm -rf "${remove[@]}"
}
trap cleanup EXIT

[[ -x $folder/python/bin/python ]] || python3 -m venv "$folder/python"
# If they cannot be installed together, install one by one, so that the failure of one does not
# affect the others.
pip=("$folder/python/bin/pip" --quiet --disable-pip-version-check install)
if ! "${pip[@]}" --requirement "$here/requirements.txt"; then
    while read -r package; do
        [[ $package == \#* ]] || "${pip[@]}" "$package" || echo "not to be had: $package" >&2
    done <"$here/requirements.txt"
fi

# PostGIS runs on a cluster of its own, with its own folder, its own socket and no port.
extensions=(/usr/share/postgresql/*/extension/postgis.control)
if [[ ! -e ${extensions[0]} && $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql-15-postgis-3; } >&2 || true
    extensions=(/usr/share/postgresql/*/extension/postgis.control)
fi
if [[ -e ${extensions[0]} ]]; then
    version=$(basename "$(dirname "$(dirname "${extensions[0]}")")")
    server=/usr/lib/postgresql/$version/bin
    # PostgreSQL refuses to run as root.
    as_nobody=(env)
    socket=$(mktemp -d)
    remove+=("$socket")
    if [[ $(id -u) == 0 ]]; then
        as_nobody=(setpriv --reuid nobody --regid nogroup --clear-groups)
        chown nobody "$socket"
    fi
    cluster=$socket/cluster
    "${as_nobody[@]}" "$server/initdb" --pgdata "$cluster" --username bench --auth trust --no-sync >/dev/null
    "${as_nobody[@]}" "${one_core[@]}" "$server/pg_ctl" --pgdata "$cluster" --wait --log "$socket/log" start --options \
        "-c listen_addresses='' -c unix_socket_directories='$socket' -c shared_buffers=1GB -c work_mem=256MB -c fsync=off -c max_parallel_workers_per_gather=0 -c jit=off" >/dev/null
    export COTERM_BENCH_POSTGIS="host=$socket user=bench dbname=postgres"
fi

export OMP_NUM_THREADS=1
python=$folder/python/bin/python
if [[ ${ONLY-} != tiles ]]; then
    for program in peers.py overlays.py; do
        "${one_core[@]}" "$python" "$here/$program" "$inputs" "$records"
    done
fi
if [[ ${ONLY-} != tiles ]]; then
    # Whole commands, each on as many cores as it takes.
    env -u OMP_NUM_THREADS "$python" "$here/files.py" "$inputs" "$records" "$programs"
fi
[[ ${ONLY-} != lookups ]] || exit 0

# Compiling Martin takes a quarter of an hour.
martin=$folder/martin/bin/martin
if [[ ! -x $martin ]]; then
    cargo install --quiet martin --version 1.14.0 --locked --no-default-features --features geojson,mbtiles --root "$folder/martin" ||
        echo "not to be had: martin" >&2
fi

"${one_core[@]}" "$python" "$here/tiles.py" "$inputs" "$records"
# These two programs assign processes to cores themselves.
"$python" "$here/pyramids.py" "$inputs" "$records" "$programs"
"$python" "$here/served.py" "$inputs" "$records" "$programs" "$martin"
