#!/usr/bin/env bash
# A million points in every layer of the committed data: coterm's owners held against
# the verdict of shapely, whose pinned wheels are kept beside what cargo builds.
# Exits with 1 if one is contradicted.
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
PYTHONDONTWRITEBYTECODE=1 "$python/bin/python" tests/oracle/check.py "$work"
