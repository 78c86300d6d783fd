#!/usr/bin/env bash
# Prepares an external database for the comparison: the bench market and a key without limit.
#   setup.sh BIN_DIR HEADER_FILE     (PGHOST, PGPORT, PGUSER, PGDATABASE and BUYER_PORTS in the environment)
set -euo pipefail
bin=$1
headers=$2
here=$(cd "$(dirname "$0")" && pwd)
uri="postgresql:///$PGDATABASE?host=$PGHOST&port=$PGPORT&user=$PGUSER"
python3 "$here/market.py" | "$bin/bourse-node" import - --database "$uri"
"$bin/bourse-node" key --source bench --id bench --rate 0 --database "$uri" |
    python3 -c 'import json,sys; print("Authorization: Bearer " + json.load(sys.stdin)["token"])' >"$headers"
