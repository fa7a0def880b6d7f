#!/usr/bin/env bash
# Starts a scheduler and two executors of a Ballista cluster on this machine, and runs an example: one
# query in this process and on the cluster, whose answers must be the same. Stops them at the end.
# Arguments: the program coterm-sql; FOLDER of data, if not that in the program.
set -euo pipefail
sql=$1
data=${2:+--data=$2}
work=$(mktemp -d)
started=()
stop() {
    [ ${#started[@]} -eq 0 ] || kill "${started[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap stop EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# Starts a process of the cluster and waits until it says that it is ready.
start() {
    local log=$work/$1.log
    shift
    "$sql" "$@" $data >"$log" 2>&1 &
    started+=($!)
    for _ in $(seq 600); do
        if grep -q ready "$log"; then cat "$log"; return; fi
        kill -0 "${started[-1]}" 2>/dev/null || break
        sleep 0.1
    done
    cat "$log" >&2
    exit 1
}

port=$(free_port)
scheduler=127.0.0.1:$port
start scheduler scheduler --port "$port"
for executor in one two; do
    start "$executor" executor --scheduler "$scheduler" --port "$(free_port)" \
        --task-port "$(free_port)" --tasks 1
done

query="SELECT area_name(code) AS place, count(*) AS postcodes
FROM (SELECT area_of_postcode('place', postcode, '2023-06-01') AS code FROM postcodes())
GROUP BY 1 ORDER BY 1"
printf '\n%s\n\n' "$query"
"$sql" "$query" $data --format csv >"$work/alone.csv"
"$sql" "$query" $data --format csv --scheduler "$scheduler" >"$work/cluster.csv"
cat "$work/cluster.csv"
cmp "$work/alone.csv" "$work/cluster.csv"
printf '\nthis process and the cluster gave the same answer\n'
