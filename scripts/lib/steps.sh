# The steps of scripts/test, how they are run and counted.

passed=0 failed=0
report=()
failures=()
began=$SECONDS

# Runs the step named $1 and counts it: by the closing lines of its test runner, or as one check.
run_step() {
  local name=$1 log="$work/$1.log" start=$SECONDS status=0 good bad
  head_line "$name: $(title "$name")"
  set +e
  ("step_${name//-/_}") 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  set -e
  read -r good bad < <(uncoloured <"$log" | count "$name" "$status")
  passed=$((passed + good)) failed=$((failed + bad))
  report+=("$(printf '%-17s %6d passed %4d failed %5d s' "$name" "$good" "$bad" $((SECONDS - start)))")
  if [ "$bad" -gt 0 ]; then
    failures+=("$name")
    say "${red}$name failed${plain} after $((SECONDS - start)) s"
  else
    say "${green}$name is good${plain}, $((SECONDS - start)) s"
  fi
}

# Prints "PASSED FAILED" for a step's log on standard input. A step that ended badly has at least one failure.
count() {
  awk -v step="$1" -v status="$2" '
    /^ *Summary \[/ { for (i = 1; i < NF; i++) { if ($(i+1) ~ /^passed/) good += $i
                        if ($(i+1) ~ /^(failed|timed|exec)/) bad += $i } }
    /^test result: / { for (i = 1; i < NF; i++) { if ($(i+1) == "passed;") good += $i; if ($(i+1) == "failed;") bad += $i } }
    /^[0-9]+ passed, [0-9]+ failed$/ { good += $1; bad += $3 }
    END {
      if (status != 0 && !bad) bad = 1
      if (status == 0 && !bad && !good && step !~ /test|api|browser/) good = 1
      if (!good && !bad) bad = 1                                   # tests that ran nothing prove nothing
      print good + 0, bad + 0
    }'
}

summary() {
  local line
  head_line "Summary, $((SECONDS - began)) s"
  for line in "${report[@]}"; do say "$line"; done
  if [ ${#failures[@]} -gt 0 ]; then say "${red}Failed: ${failures[*]}${plain}"; fi
  say "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

title() {
  case "$1" in
    tidy) echo "the house's manners" ;;
    format) echo "cargo fmt" ;;
    lint) echo "clippy on everything" ;;
    docs) echo "the crates' documentation" ;;
    licences) echo "licences, duplicates and sources of dependencies" ;;
    features) echo "each feature alone" ;;
    tests) echo "all tests, on SQLite and Postgres" ;;
    faults) echo "kills, full disks, lost answers, slow clients, on SQLite and Postgres" ;;
    doctests) echo "the examples in the documentation" ;;
    api) echo "the API attacked from its own document, as two clients and one of the team" ;;
    browser-gallery) echo "every page in every state and language in Chromium" ;;
    browser-sqlite) echo "the scenario in Chromium, on SQLite" ;;
    browser-postgres) echo "the scenario in Chromium, on Postgres" ;;
  esac
}

step_tidy() { scripts/tidy; }
step_format() { cargo fmt --all -- --check; }
step_lint() { cargo clippy --workspace --all-targets --all-features -- -D warnings; }
step_docs() { RUSTDOCFLAGS="-D warnings" cargo doc --workspace --no-deps --all-features; }
step_doctests() { cargo test --workspace --all-features --doc; }

step_licences() {
  if cargo deny --version >/dev/null 2>&1; then
    cargo deny --all-features check bans licenses sources
  else
    say "Left out: cargo-deny is not installed (cargo install cargo-deny --locked)."
  fi
}

# The features of the crate in folder $1, from its Cargo.toml.
features_of() { awk '/^\[/ { on = /^\[features\]/ } on && /^[a-z]/ && $1 != "default" { print $1 }' "$1/Cargo.toml"; }

step_features() {
  local crate feature chosen
  for crate in portal portal-sqlx; do
    for feature in $(features_of "$crate"); do
      say "$crate with $feature"
      # A store needs one of its databases: what is no database is checked beside SQLite.
      case "$feature" in postgres | sqlite) chosen=$feature ;; *) chosen=sqlite,$feature ;; esac
      cargo check --quiet -p "$crate" --no-default-features --features "$chosen" || return 1
    done
  done
}

# The names of all test programs but those of the next step.
test_programs() {
  git ls-files '*/tests/*.rs' | sed -nE 's|.*/tests/([^/]+)\.rs$|\1|p; s|.*/tests/([^/]+)/main\.rs$|\1|p' | grep -vx faults | sort -u
}

step_tests() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --profile "$(profile)" --workspace --all-features --no-fail-fast -E 'not binary(faults)'
  else
    local chosen=() name
    while read -r name; do chosen+=(--test "$name"); done < <(test_programs)
    cargo test --workspace --all-features --no-fail-fast --lib --bins --examples "${chosen[@]}"
  fi
}

# The profile of cargo nextest: what hangs ends after ten minutes, in the long form after three hours.
profile() { if [ -n "${PORTAL_TEST_LONG:-}" ]; then echo long; else echo default; fi; }

# The test programs named `faults`. They want the machine for themselves: two at a time, whatever its size.
step_faults() {
  if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --profile "$(profile)" --workspace --all-features --no-fail-fast -E 'binary(faults)' --test-threads 2
  else
    cargo test --workspace --all-features --no-fail-fast --test faults -- --test-threads 2
  fi
}

# Both databases at once: the attacker and the portal each wait for the other most of the time.
step_api() {
  local database status=0 runs=()
  cargo build --quiet -p reference-server || return 1
  for database in sqlite postgres; do
    PORTAL_BIN="${CARGO_TARGET_DIR:-target}/debug/portal" python3 examples/reference-server/tests/api/run.py --database "$database" \
      >"$work/api-$database.log" 2>&1 &
    runs+=($!)
  done
  for database in sqlite postgres; do
    wait "${runs[0]}" || status=1
    runs=("${runs[@]:1}")
    cat "$work/api-$database.log"
  done
  return $status
}

step_browser_gallery() {
  cargo build --quiet -p portal-axum --example gallery || return 1
  PORTAL_GALLERY="${CARGO_TARGET_DIR:-target}/debug/examples/gallery" node examples/reference-server/tests/browser/gallery.mjs
}

step_browser_sqlite() { walk sqlite; }
step_browser_postgres() { walk postgres; }

# The shop that embeds the portal is built along, of the same parts.
walk() {
  cargo build --quiet -p reference-server -p embed-in-existing-app || return 1
  PORTAL_BIN="${CARGO_TARGET_DIR:-target}/debug/portal" node examples/reference-server/tests/browser/run.mjs --database "$1"
}
