#!/usr/bin/env bash
# Installs what the real servers need, then runs the suites against them. A server that is missing fails the run.
set -euo pipefail
cd "$(dirname "$0")/.."
bash .ci/debian.sh
exec npm run -s test:peers -- "$@"
