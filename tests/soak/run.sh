#!/usr/bin/env bash
# Keeps a server under load for SECONDS (600), with new data every five seconds: see soak.py.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --release --locked -p coterm-cli
COTERM_BIN="$(./setup target)/release/coterm" SECONDS="${1:-600}" exec python3 tests/soak/soak.py
