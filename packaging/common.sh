# Shared by run.sh and test.sh: where things are, how to say what went wrong, and how missing packages are installed.
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export LC_ALL=C.UTF-8

say() { printf 'bourse: %s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "packages are missing and neither root nor sudo is there to install them. Install as root: $missing"
    fi
}

# Installs what packaging/packages.txt names and this machine lacks.
install_missing() {
    local name
    missing=
    for name in $(sed 's/#.*//' "$root/packaging/packages.txt"); do
        dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed || missing="$missing $name"
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null || fail "this is no Debian system; please install what corresponds to:$missing"
    say "installing from Debian:$missing"
    # Our own private cluster is enough: keep postgresql-15 from creating a system cluster on port 5432.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        as_root mkdir -p /etc/postgresql-common
        printf 'create_main_cluster = false\n' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -q >&2 ||
        say "the package lists could not be renewed; trying with the ones that are here"
    # shellcheck disable=SC2086
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing >&2 ||
        fail "the packages could not be installed; see the lines above"
}

# Installs a package that only some tests want; they skip with a notice where it cannot be had.
install_if_possible() {
    dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null | grep -qx installed && return 0
    command -v apt-get >/dev/null || return 0
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || return 0
    say "installing from Debian: $1"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$1" >&2 ||
        say "$1 could not be installed; the tests that want it skip"
}

# build PRESET [TARGET…]: configures once and builds; fast when nothing changed.
build() {
    local preset=$1
    shift
    local free
    free=$(df -Pk "$root" | awk 'NR==2 {print $4}')
    [ "${free:-0}" -gt 2000000 ] || fail "less than 2 GB are free on the disk of $root; building needs that much"
    # the user who runs may differ from the one who built (root first, then a user): say so instead of failing oddly
    if [ -e "$root/build/$preset" ] && [ ! -w "$root/build/$preset" ]; then
        fail "$root/build/$preset belongs to another user; remove it or run as that user"
    fi
    [ -e "$root/build/$preset/build.ninja" ] || (cd "$root" && cmake --preset "$preset" >&2) ||
        fail "the build could not be configured; see the lines above"
    (cd "$root" && cmake --build --preset "$preset" ${1:+--target "$@"} >&2) || fail "the build failed; see the lines above"
}
