#!/usr/bin/env bash
# Runs the tests of the workspace: all, or those whose names contain one of the arguments.
#
# Some need data that is not part of the repository, and are marked "ignored: needs …". They
# run here if it is at hand: the shared reference data in COTERM_SHARED (default:
# ../shared/data), and the recipe's packages in the cache, where `make data` puts them.
set -euo pipefail
cd "$(dirname "$0")/.."
export COTERM_SHARED=${COTERM_SHARED:-$PWD/../shared/data}

packages=${COTERM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/coterm/packages}
all_packages() {
    local file
    sed -n 's/^file = "\(.*\)"$/\1/p' data/sources.toml | while read -r file; do
        [ -e "$packages/$file" ] || return 1
    done
}
left_out=()
leave_out() { left_out+=("$1"); printf 'tests: left out, without %s: %s\n' "$2" "$1" >&2; }
[ -d "$COTERM_SHARED" ] || leave_out shared_data:: "the shared reference data in $COTERM_SHARED"
all_packages || leave_out with_packages "the recipe's packages in $packages"
# With both, the claims that need both build all of England and hold what these hold of it.
[ ${#left_out[@]} -gt 0 ] || left_out=(with_packages::)

# The command is what the tests start, and the examples are what `make oracle` runs. Built
# together they get the features that the tests' own dependencies ask for, so the tests, which
# select the same packages and features, compile none of it again: PROJ least of all.
read -ra selection < <(./setup selection)
cargo build "${selection[@]}" --bin coterm --examples
COTERM_BIN="$(./setup target)/debug/coterm"
export COTERM_BIN

if command -v cargo-nextest >/dev/null; then
    wanted="all()"
    for name in "${left_out[@]}"; do wanted+=" - test($name)"; done
    exec cargo nextest run "${selection[@]}" --run-ignored all -E "$wanted" "$@"
fi
# cargo's own runner does as well, one binary after another.
exec cargo test "${selection[@]}" --tests --lib --bins -- --include-ignored "${left_out[@]/#/--skip=}" "$@"
