#!/usr/bin/env bash
# Every threat's harness, the short way. Each prints one line; all are run, and one that fails fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."
failed=0
for check in $(grep -oE '"check:T[0-9]+[a-z]?"' package.json | tr -d '"'); do
  npm run -s "$check" -- --quick || failed=$((failed + 1))
done
[ "$failed" = 0 ] || { echo "$failed checks failed"; exit 1; }
