#!/usr/bin/env bash
# Runs the tests of the workspace: all, or those whose names contain one of the arguments.
#
# Some tests need data that is not in the repository, and are marked "ignored: needs …". They
# run here if the data is present: the shared reference data in COTERM_SHARED (default:
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
# With both, the tests that need both build all of England, and check what with_packages:: checks.
[ ${#left_out[@]} -gt 0 ] || left_out=(with_packages::)

# A claim asks cargo about all dependencies, those of crates that are not built here too.
cargo fetch --locked --target "$(rustc -vV | sed -n 's/^host: //p')"

# The tests start the command, and `make oracle` runs the examples. They are built with the same
# packages and features as the tests below, so that nothing is compiled again, PROJ least of all.
read -ra selection < <(./setup selection)
cargo build "${selection[@]}" --bin coterm --examples
COTERM_BIN="$(./setup target)/debug/coterm"
export COTERM_BIN

if command -v cargo-nextest >/dev/null; then
    wanted="all()"
    for name in "${left_out[@]}"; do wanted+=" - test($name)"; done
    exec cargo nextest run "${selection[@]}" --run-ignored all -E "$wanted" "$@"
fi
# Without nextest, cargo's own runner runs one test binary after another.
exec cargo test "${selection[@]}" --tests --lib --bins -- --include-ignored "${left_out[@]/#/--skip=}" "$@"
