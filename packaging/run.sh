#!/usr/bin/env bash
# Installs what is missing, builds, and runs the main job: the desktop with its private PostgreSQL and the demo
# market. `--headless` runs the node instead; other arguments pass through.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

headless=false
arguments=()
for argument in "$@"; do
    if [ "$argument" = --headless ]; then headless=true; else arguments+=("$argument"); fi
done

install_missing
if $headless; then
    build release bourse-node
    has() { printf '%s\n' "${arguments[@]:-}" | grep -q -- "^$1"; }
    has --listen || arguments+=(--listen 127.0.0.1:8420)
    { has --database || [ -n "${BOURSE_DATABASE:-}" ]; } || has --no-demo || has --demo || arguments+=(--demo)
    exec "$root/build/release/bin/bourse-node" run "${arguments[@]}" --curl-hint
fi
build release bourse
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    case " ${arguments[*]:-} " in
    *" --screenshots"*) ;;
    *) fail "no display was found (DISPLAY and WAYLAND_DISPLAY are empty). Use packaging/run.sh --headless for the node, or packaging/run.sh --screenshots DIR for pictures of the desktop." ;;
    esac
    export QT_QPA_PLATFORM=offscreen
fi
exec "$root/build/release/bin/bourse" "${arguments[@]}"
