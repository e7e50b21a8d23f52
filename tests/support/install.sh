#!/bin/sh
# Install what the tests need beside Python, where this is a Debian and we are root: Chromium with fonts for
# the page (Firefox and Node too for the longer tests), Java and Maven for a Neo4j server, Maven for
# openCypher's kit. Installs only what is missing, says nothing when all is there, and never fails: a test
# that misses something skips (with CI=true it fails) and names it.
set -u

missing=""
add() { missing="$missing $*"; }

has_java() {
    for java in java "${JAVA_HOME:-/nonexistent}/bin/java" /usr/lib/jvm/*/bin/java; do
        "$java" -version 2>&1 | grep -Eq 'version "(17|21)[."]' && return 0
    done
    return 1
}

command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || add chromium
if [ -n "${SOCIOGRAM_BROWSERS:-}" ]; then
    command -v firefox-esr >/dev/null 2>&1 || add firefox-esr
    command -v npm >/dev/null 2>&1 || add nodejs npm
fi
has_java || add openjdk-17-jre-headless
command -v mvn >/dev/null 2>&1 || add maven
if command -v dpkg-query >/dev/null 2>&1; then
    # DejaVu draws Latin, Greek, Cyrillic, Arabic and Hebrew; the other one emoji.
    for font in fonts-dejavu-core fonts-noto-color-emoji; do
        dpkg-query -W -f '${Status}' "$font" 2>/dev/null | grep -q 'ok installed' || add "$font"
    done
fi

[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    echo "Tests that need these will skip:$missing" >&2
    command -v apt-get >/dev/null 2>&1 && echo "Install them with: sudo apt-get install --no-install-recommends$missing" >&2
    exit 0
fi

echo "Installing for the tests:$missing" >&2
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 # a list of names
if { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    rm -f "$log"
else
    tail -n 5 "$log" >&2
    echo "Could not install:$missing (see $log). Tests that need them will skip." >&2
fi
exit 0
