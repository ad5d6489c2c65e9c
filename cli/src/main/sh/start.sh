#!/bin/sh
# Rolecall's command line: this script, and behind its last line a jar.
java=java
[ -n "${JAVA_HOME:-}" ] && java=$JAVA_HOME/bin/java
version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
if [ "${version:-0}" -lt 25 ]; then
  echo "rolecall: Java 25 or newer is needed. Install one (for example Temurin 25), and set JAVA_HOME to its folder." >&2
  exit 1
fi
# What the first start has loaded is kept for the next ones: they take a fraction of its time. Without a folder to write to,
# each start is a first one.
cache=${XDG_CACHE_HOME:-${HOME:-}/.cache}/rolecall
mkdir -p "$cache" 2>/dev/null
exec "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m -Xlog:disable -XX:+AutoCreateSharedArchive \
  "-XX:SharedArchiveFile=$cache/cli-$version.jsa" -jar "$0" "$@"
