#!/bin/sh
# Rolecall's command line: this script, and behind its last line a jar.
java=java
if [ -n "${JAVA_HOME:-}" ] && [ -r "$JAVA_HOME/release" ]; then
  java=$JAVA_HOME/bin/java
  JAVA_VERSION=
  . "$JAVA_HOME/release" # faster than to start a JVM for it
  version=${JAVA_VERSION%%.*}
else
  version=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
fi
if [ "${version:-0}" -lt 25 ]; then
  echo "rolecall: Java 25 or newer is needed. Install one (for example Temurin 25), and set JAVA_HOME to its folder." >&2
  exit 1
fi
# The first start takes a second longer: what it loads is kept for the next ones, which take a fraction of the time. Where there is
# no folder to write to, each start is a first one without that.
options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xlog:disable"
cache=${XDG_CACHE_HOME:-${HOME:-}/.cache}/rolecall
archive=$cache/cli-$version-$(date -r "$0" +%s).jsa
if [ ! -r "$archive" ] && mkdir -p "$cache" 2>/dev/null && [ -w "$cache" ]; then
  rm -f "$cache"/cli-*.jsa
  # a request that fails at once loads what requests need
  "$java" $options -XX:ArchiveClassesAtExit="$archive.$$" -jar "$0" status --url http://127.0.0.1:1 --key none >/dev/null 2>&1
  mv "$archive.$$" "$archive" 2>/dev/null
fi
exec "$java" $options -Xshare:auto -XX:SharedArchiveFile="$archive" -jar "$0" "$@"
