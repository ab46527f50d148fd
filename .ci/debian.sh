#!/usr/bin/env bash
# Installs the Debian packages that the peer suites need; does nothing where they are all there.
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
missing=0
for need in /usr/bin/redis-server /usr/bin/chromium /usr/bin/snac; do [ -x "$need" ] || missing=1; done
ls -d /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing=1
if [ "$missing" = 0 ]; then
  echo 'everything is there'
  exit 0
fi
# snac2 comes from the release's backports; the source list is made from the one that serves the updates.
sources=$(grep -lE '^Suites:.*bookworm-updates' /etc/apt/sources.list.d/*.sources 2>/dev/null | head -1 || true)
if [ -n "$sources" ] && [ ! -e /etc/apt/sources.list.d/folkmoot-backports.sources ]; then
  awk 'BEGIN{RS="";ORS="\n\n"} /bookworm-updates/' "$sources" | sed 's/^Suites:.*/Suites: bookworm-backports/' \
    > /etc/apt/sources.list.d/folkmoot-backports.sources
fi
apt-get update -q
# Nothing that is installed here is to start by itself.
printf '#!/bin/sh\nexit 101\n' > /usr/sbin/policy-rc.d && chmod +x /usr/sbin/policy-rc.d
apt-get install -y -q --no-install-recommends postgresql redis-server chromium fonts-liberation
apt-get install -y -q --no-install-recommends -t bookworm-backports snac2
rm -f /usr/sbin/policy-rc.d
