#!/usr/bin/env bash
# The subject of the comparison: serve.sh BIN_DIR, on 127.0.0.1:$PORT, on the database that setup.sh prepared.
set -euo pipefail
exec "$1/bourse-node" run --listen "127.0.0.1:$PORT" \
    --database "postgresql:///$PGDATABASE?host=$PGHOST&port=$PGPORT&user=$PGUSER"
