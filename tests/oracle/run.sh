#!/usr/bin/env bash
# Held against shapely, whose pinned wheels are kept beside what cargo builds: coterm's
# owners of a million points in every layer of the committed data, how far apart it says
# that the lines of layers are, which areas do not fit together, and what layers have in
# common. With ORACLE_PAIRS=all the last for every two layers, which takes minutes. Exits
# with 1 if one is contradicted.
set -euo pipefail
cd "$(dirname "$0")/../.."

python="$(./setup target)/oracle"
if ! [ "$python/.ready" -nt tests/oracle/requirements.txt ]; then
    python3 -m venv --clear "$python"
    "$python/bin/pip" --quiet --disable-pip-version-check install \
        --require-hashes --only-binary :all: --requirement tests/oracle/requirements.txt
    touch "$python/.ready"
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo run --quiet --locked --package coterm-tests --example oracle-export -- "$work"
cargo run --quiet --locked --package coterm-tests --example oracle-lines -- "$work"
cargo run --quiet --locked --package coterm-tests --example oracle-coverage -- "$work"
cargo run --quiet --locked --package coterm-tests --example oracle-overlay -- "$work" ${ORACLE_PAIRS-}
export PYTHONDONTWRITEBYTECODE=1
"$python/bin/python" tests/oracle/check.py "$work"
"$python/bin/python" tests/oracle/lines.py "$work"
"$python/bin/python" tests/oracle/coverage.py "$work"
"$python/bin/python" tests/oracle/overlay.py "$work"
