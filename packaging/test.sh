#!/usr/bin/env bash
# Installs what is missing, builds, and runs the tests.
#   packaging/test.sh           the release suite
#   packaging/test.sh --asan    the same suite under the address and undefined-behaviour sanitizers
#   packaging/test.sh --proof [CAMPAIGN]   the long campaigns (by hand; tests/proof.sh lists them, figures go to
#                                          tests/PROOF.md)
# Further arguments go to ctest (for instance -R storage).
. "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The same build as run.sh's, so that both commands compile once; CI adds warnings as errors.
preset=release
[ "${CI:-}" = true ] && preset=ci
case "${1:-}" in
--asan)
    preset=asan
    shift
    ;;
--proof)
    shift
    install_missing
    build release
    exec "$root/tests/proof.sh" "$root/build/release/bin" "$@"
    ;;
esac

install_missing
install_if_possible chromium-driver # a person chooses on the hosted page in a real browser
build "$preset"

# Test data that is not part of the repository; tests that want it skip with a notice where it is absent.
shared=$root/../shared
if [ -z "${BOURSE_CONFORMANCE_DIR:-}" ] && [ -d "$shared/conformance" ]; then
    export BOURSE_CONFORMANCE_DIR=$shared/conformance
fi
if [ -z "${BOURSE_SPECS_DIR:-}" ] && [ -d "$shared/specs" ]; then
    export BOURSE_SPECS_DIR=$shared/specs
fi
export QT_QPA_PLATFORM=offscreen
# LeakSanitizer stays on for our own code; Qt's and fontconfig's one-time allocations are named in lsan.supp.
export ASAN_OPTIONS=detect_stack_use_after_return=0 LSAN_OPTIONS=suppressions=$root/tests/lsan.supp:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
cd "$root/build/$preset"
ctest --output-on-failure -j 2 "$@"
