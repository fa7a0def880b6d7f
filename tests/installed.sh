#!/usr/bin/env bash
# Installs the program as its users do, from a copy of the checkout, removes the copy, moves the
# program to a folder of its own, and runs the tests of a program that is alone: it answers in any
# folder, shows its page, runs the examples of its help, and prints what the documents show.
#
# The program is built for release in a folder of its own, which takes a quarter of an hour on two
# cores. COTERM_INSTALL_TARGET names the folder, to keep it.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
copy=$work/checkout
mkdir "$copy" "$work/alone"
git ls-files -z | tar --null --files-from - --create | tar --extract --directory "$copy"
# The map's library, which is built into the program.
mkdir -p "$copy/web/node_modules"
cp -R web/node_modules/maplibre-gl "$copy/web/node_modules/"
CARGO_TARGET_DIR=${COTERM_INSTALL_TARGET:-$work/target} \
    cargo install --quiet --locked --path "$copy/crates/coterm-cli" --root "$work/installed"
rm -rf "$copy"
mv "$work/installed/bin/coterm" "$work/alone/coterm"
rm -rf "$work/installed"

cd "$work/alone"
printf 'tests: %s' "$(./coterm data where)" >&2
echo >&2
cd - >/dev/null
read -ra selection < <(./setup selection)
COTERM_BIN=$work/alone/coterm cargo nextest run "${selection[@]}" --run-ignored all \
    -E 'test(embedded_data::) + test(examples::) + test(shown_output::)'
