#!/usr/bin/env bash
# Installs what is missing, builds, and runs the main job: the desktop with its private PostgreSQL and the demo
# market. `--headless` runs the node instead, as does a machine without a display; other arguments pass through.
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

headless=false
arguments=()
for argument in "$@"; do
    if [ "$argument" = --headless ]; then headless=true; else arguments+=("$argument"); fi
done

if ! $headless && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}${QT_QPA_PLATFORM:-}" ]; then
    # pictures need no display; anything else is the engine's work, which the node does as well
    case " ${arguments[*]:-} " in
    *" --screenshots"*) ;;
    *)
        say "no display was found (DISPLAY and WAYLAND_DISPLAY are empty): running the node, as with --headless"
        headless=true
        ;;
    esac
fi

install_missing
if $headless; then
    build release bourse-node
    has() { printf '%s\n' "${arguments[@]:-}" | grep -q -- "^$1"; }
    has --listen || arguments+=(--listen 127.0.0.1:8420)
    { has --database || [ -n "${BOURSE_DATABASE:-}" ]; } || has --no-demo || has --demo || arguments+=(--demo)
    exec "$root/build/release/bin/bourse-node" run "${arguments[@]}" --curl-hint
fi
build release bourse
exec "$root/build/release/bin/bourse" "${arguments[@]}"
