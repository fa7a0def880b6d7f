#!/usr/bin/env bash
# Reads 20,000 mutants of small files with every reader; see main.rs. Exits with 1 if any is
# neither read nor refused. Options: --formats, --count, --seed, --save; --only, --read.
set -euo pipefail
cd "$(dirname "$0")/../.."
cargo build --quiet --locked --package coterm-tests --example mutants
exec "$(./setup target)/debug/examples/mutants" "$@"
