#!/usr/bin/env bash
# Checks that the same lookups give the same answers, row for row, in four ways: coterm bulk, coterm-sql
# join in one process, the same on a cluster of a scheduler and two executors, and PySpark with the example
# of docs/scale.md. PySpark and Arrow are installed beside what cargo builds. Exits with 1 if anything
# differs.
#
#   tests/engines/run.sh               with the data in the program: a minute on two cores
#   tests/engines/run.sh ENGLAND       with what `coterm data build --extent england --out ENGLAND` made:
#                                      four minutes
#   ROWS=10000000 tests/engines/run.sh      ten million points, in place of one: five minutes
set -euo pipefail
england=${1:+$(realpath "$1")}
cd "$(dirname "$0")/../.."

python=$(./setup venv engines tests/engines/requirements.txt)
cargo build --quiet --locked --profile sql -p coterm-datafusion
cargo build --quiet --locked --profile sql -p coterm-cli
export PYTHONDONTWRITEBYTECODE=1
exec "$python/bin/python" tests/engines/check.py "$(./setup target)/sql" "${ROWS:-1000000}" \
    ${england:+"$england"}
