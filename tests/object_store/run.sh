#!/usr/bin/env bash
# Checks that coterm-sql reads from and writes to an object store as it does with local files: queries
# and joins, in one process and on a cluster, against a server of the S3 protocol on this machine (moto,
# whose pinned wheels are installed beside what cargo builds). Exits with 1 if anything differs.
set -euo pipefail
cd "$(dirname "$0")/../.."

python=$(./setup venv object-store tests/object_store/requirements.txt)
cargo build --quiet --locked --profile sql -p coterm-datafusion
PYTHONDONTWRITEBYTECODE=1 "$python/bin/python" tests/object_store/check.py "$(./setup target)/sql/coterm-sql"
