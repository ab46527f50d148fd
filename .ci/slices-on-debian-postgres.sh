#!/usr/bin/env bash
# Runs the slice tests once more on a cluster of Debian's PostgreSQL, through DATABASE_URL.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | head -1)
home=$(mktemp -d /tmp/folkmoot-pg15-XXXXXX)
chown postgres: "$home"
port=$((20000 + RANDOM % 20000))
as_postgres() { su postgres -s /bin/bash -c "$*"; }
stop() { as_postgres "$bin/pg_ctl -D $home/data -m immediate stop" >/dev/null 2>&1 || true; rm -rf "$home"; }
trap stop EXIT
as_postgres "$bin/initdb -D $home/data -A trust -E UTF8 --locale=C.UTF-8" >/dev/null
as_postgres "$bin/pg_ctl -D $home/data -o '-p $port -h 127.0.0.1 -k $home' -w -l $home/log start" >/dev/null
"$bin/psql" --version
DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres" node tools/run.mjs test server engines
