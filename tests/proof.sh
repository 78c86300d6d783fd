#!/usr/bin/env bash
# The long campaigns; run by hand (packaging/test.sh --proof), figures go to tests/PROOF.md.
#   proof.sh BIN_DIR [SEEDS]       the simulation over SEEDS seeds (10,000) of BOURSE_SIM_LEADS leads (30)
#   proof.sh BIN_DIR simulation    10,000 seeds of 200 leads
#   proof.sh BIN_DIR kill          10,000 leads over two nodes, nodes and PostgreSQL's sessions killed all the while
#   proof.sh BIN_DIR idempotency   10,000 keys, five copies each, over two nodes
#   proof.sh BIN_DIR caps          cap 500 and balance for 300, two nodes of 16 workers; then the naive way, which fails
#   proof.sh BIN_DIR publish       50 publishes until both nodes go by them
#   proof.sh BIN_DIR stall         a node stopped with 200 leads in hand for longer than its lease
#   proof.sh BIN_DIR faults        25 ways of one buyer in twenty to misbehave, 500 leads each, asked and posted to
#   proof.sh BIN_DIR all           each of them
#   BOURSE_SEED=N proof.sh BIN_DIR 1   one seed again
# Real processes and a real PostgreSQL in a throwaway folder; BOURSE_NODE names another bourse-node than BIN_DIR's.
set -euo pipefail
bin=$1
# Qt would stop a test after five minutes
export QTEST_FUNCTION_TIMEOUT=36000000 QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8

simulation() { "$bin/tst_simulation" -maxwarnings 0; }
campaign() {
    case $1 in
    simulation) BOURSE_SEEDS=${BOURSE_SEEDS:-10000} BOURSE_SIM_LEADS=${BOURSE_SIM_LEADS:-200} simulation ;;
    kill)
        BOURSE_PROOF_LEADS=${BOURSE_PROOF_LEADS:-10000} BOURSE_PROOF_RATE=${BOURSE_PROOF_RATE:-100} \
            "$bin/tst_twonodes" killedNodesLoseNothing
        ;;
    idempotency) BOURSE_PROOF_KEYS=${BOURSE_PROOF_KEYS:-10000} "$bin/tst_contention" oneLeadForEachKey ;;
    caps)
        BOURSE_PROOF_CAP=${BOURSE_PROOF_CAP:-500} BOURSE_PROOF_BALANCE=${BOURSE_PROOF_BALANCE:-300} \
            "$bin/tst_contention" capsAndBalancesAreExact
        ;;
    publish) BOURSE_PROOF_PUBLISHES=${BOURSE_PROOF_PUBLISHES:-50} "$bin/tst_twonodes" publishesReachAllNodes ;;
    stall) BOURSE_PROOF_STALLED=${BOURSE_PROOF_STALLED:-200} "$bin/tst_twonodes" stalledNodeHarmsNobody ;;
    faults)
        BOURSE_PROOF_FAULT_LEADS=${BOURSE_PROOF_FAULT_LEADS:-500} BOURSE_PROOF_BUDGET_MS=${BOURSE_PROOF_BUDGET_MS:-600} \
            BOURSE_PROOF_RATE=${BOURSE_PROOF_RATE:-60} "$bin/tst_badbuyer"
        ;;
    *)
        echo "proof.sh: there is no campaign $1; see the first lines of tests/proof.sh" >&2
        exit 64
        ;;
    esac
}

case ${2:-10000} in
all) for one in simulation kill idempotency caps publish stall faults; do campaign "$one"; done ;;
*[!0-9]*) campaign "$2" ;;
*)
    export BOURSE_SEEDS=${2:-10000}
    simulation
    ;;
esac
