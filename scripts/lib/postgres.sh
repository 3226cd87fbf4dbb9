# A throwaway Postgres: an own folder, an own port on 127.0.0.1, gone when the script ends. Nothing in it is worth a
# sync to disk.

postgres_pid=''

# Free when nothing answers there. Postgres itself has the last word and another port is tried.
random_port() { echo $((20000 + RANDOM % 20000)); }

start_postgres() {
  head_line "Postgres"
  if [ -n "${PORTAL_TEST_POSTGRES:-}" ]; then say "Using the one named in PORTAL_TEST_POSTGRES"; return; fi
  local programs folder="$work/postgres" as=() password port attempt
  programs=$(postgres_programs)
  mkdir "$folder"
  password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
  printf '%s' "$password" >"$folder/password"
  if [ "$(id -u)" -eq 0 ]; then # Postgres refuses to run as root
    local user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    chown -R "$user" "$folder"
    as=(setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups)
  fi
  ${as[@]+"${as[@]}"} "$programs/initdb" -D "$folder/data" -U postgres -A password --pwfile="$folder/password" \
    -E UTF8 --locale=C -N >"$work/initdb.log" 2>&1 || { cat "$work/initdb.log" >&2; die "Postgres could not be prepared."; }
  for attempt in 1 2 3 4 5; do
    port=$(random_port)
    (cd / && exec ${as[@]+"${as[@]}"} "$programs/postgres" -D "$folder/data" -p "$port" -k "$folder" -c listen_addresses=127.0.0.1 \
      -c max_connections=300 -c fsync=off -c synchronous_commit=off -c full_page_writes=off) >"$work/postgres.log" 2>&1 &
    postgres_pid=$!
    if wait_for_postgres "$programs" "$folder" "$port"; then
      PATH="$PATH:$programs"
      export PORTAL_TEST_POSTGRES="postgres://postgres:$password@127.0.0.1:$port/postgres"
      say "$("$programs/postgres" --version) on 127.0.0.1:$port, process $postgres_pid"
      return
    fi
    stop_postgres
  done
  cat "$work/postgres.log" >&2
  die "Postgres did not start."
}

# Waits at most 30 seconds; at once an error when the process is gone (the port was taken).
wait_for_postgres() {
  local tenths
  for ((tenths = 0; tenths < 300; tenths++)); do
    if ! kill -0 "$postgres_pid" 2>/dev/null; then return 1; fi
    if "$1/pg_isready" -q -h "$2" -p "$3"; then return 0; fi
    sleep 0.1
  done
  return 1
}

stop_postgres() {
  if [ -n "$postgres_pid" ]; then
    kill -INT "$postgres_pid" 2>/dev/null || true
    wait "$postgres_pid" 2>/dev/null || true
    postgres_pid=''
  fi
}
