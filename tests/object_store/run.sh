#!/usr/bin/env bash
# Checks that coterm-sql reads from and writes to an object store as it does with local files: queries
# and joins, in one process and on a cluster, against a server of the S3 protocol on this machine (moto,
# whose pinned wheels are installed beside what cargo builds). Exits with 1 if anything differs.
set -euo pipefail
cd "$(dirname "$0")/../.."

python="$(./setup target)/object-store"
if ! [ "$python/.ready" -nt tests/object_store/requirements.txt ]; then
    python3 -m venv --clear "$python"
    "$python/bin/pip" --quiet --disable-pip-version-check install \
        --require-hashes --only-binary :all: --requirement tests/object_store/requirements.txt
    touch "$python/.ready"
fi
cargo build --quiet --locked --profile sql -p coterm-datafusion
PYTHONDONTWRITEBYTECODE=1 "$python/bin/python" tests/object_store/check.py "$(./setup target)/sql/coterm-sql"
