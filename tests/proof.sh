#!/usr/bin/env bash
# The long campaigns; run by hand (packaging/test.sh --proof), figures go to tests/PROOF.md.
#   proof.sh BIN_DIR [SEEDS]       the simulation over SEEDS seeds (10,000)
#   BOURSE_SEED=N proof.sh BIN_DIR 1   one seed again
set -euo pipefail
bin=$1
export BOURSE_SEEDS=${2:-10000}
exec "$bin/tst_simulation" -maxwarnings 0
