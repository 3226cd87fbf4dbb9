# Finds the tools that the chosen steps need and installs what is missing with the system's package manager.

# The folder of Postgres' server programs, which Debian keeps out of the PATH. The newest one counts.
postgres_programs() {
  local folder newest=''
  for folder in "$(dirname "$(command -v initdb || echo /)")" /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin \
    /usr/local/opt/postgresql*/bin; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_isready" ]; then newest=$folder; fi
  done
  [ -n "$newest" ] && echo "$newest"
}

# A Chromium or Chrome.
chromium_program() {
  local program
  for program in "${PORTAL_TEST_CHROMIUM:-}" chromium google-chrome google-chrome-stable \
    "/Applications/Chromium.app/Contents/MacOS/Chromium" "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
    if [ -n "$program" ] && command -v "$program" >/dev/null; then command -v "$program"; return; fi
  done
  return 1
}

# A Python that has aiosmtpd, our SMTP peer.
smtp_python() {
  local program
  for program in python3 /usr/bin/python3; do
    if "$program" -c 'import aiosmtpd' 2>/dev/null; then command -v "$program"; return; fi
  done
  return 1
}

node_is_there() { command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null; }

# Installs packages, as root or through sudo.
install() {
  local as_root=()
  say "Installing: $*"
  if ! command -v apt-get >/dev/null; then
    die "Please install these first, since apt-get is not here. On macOS: brew install postgresql node chromium && python3 -m pip install aiosmtpd"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die "Installing needs root or sudo. As root: apt-get install $*"
    as_root=(sudo)
  fi
  ${as_root[@]+"${as_root[@]}"} apt-get update -qq
  ${as_root[@]+"${as_root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >"$work/apt.log" 2>&1 ||
    { tail -n 20 "$work/apt.log" >&2; die "apt-get could not install: $*"; }
}

# Brings what the given steps need. Ubuntu has Chromium only as a snap, which cannot see temporary folders; there
# Playwright's own build is taken.
bring_tools() {
  local missing=() steps=" $* "
  head_line "Tools"
  command -v cargo >/dev/null || die "Rust is missing: see https://www.rust-lang.org/tools/install"
  command -v cc >/dev/null || missing+=(build-essential)
  case "$steps" in *" tests "* | *" faults "* | *" doctests "* | *" api "* | *" browser-postgres "*)
    if [ -z "${PORTAL_TEST_POSTGRES:-}" ]; then postgres_programs >/dev/null || missing+=(postgresql); fi ;;
  esac
  case "$steps" in *" tests "* | *" faults "* | *" browser-"*) smtp_python >/dev/null || missing+=(python3-aiosmtpd) ;; esac
  case "$steps" in *" api "*) python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3 python3-venv) ;; esac
  case "$steps" in *" browser-"*)
    node_is_there || missing+=(nodejs npm)
    chromium_program >/dev/null || on_ubuntu || missing+=(chromium fonts-dejavu-core) ;;
  esac
  if [ ${#missing[@]} -gt 0 ]; then install "${missing[@]}"; fi
  say "$(cargo --version)"
  case "$steps" in *" tests "* | *" faults "* | *" browser-"*)
    PORTAL_TEST_PYTHON=$(smtp_python) || die "No Python with aiosmtpd was found."
    export PORTAL_TEST_PYTHON ;;
  esac
  case "$steps" in *" api "*) bring_schemathesis ;; esac
  case "$steps" in *" browser-"*)
    node_is_there || die "Node 18 or newer is needed; this system's package is older ($(node --version))."
    bring_browser
    PORTAL_TEST_CHROMIUM=$(chromium_program) || die "No Chromium was found. Name one in PORTAL_TEST_CHROMIUM."
    export PORTAL_TEST_CHROMIUM
    say "Node $(node --version), $("$PORTAL_TEST_CHROMIUM" --version 2>/dev/null)" ;;
  esac
}

on_ubuntu() { grep -qs '^ID=ubuntu' /etc/os-release; }

# schemathesis, in versions that are written down, so that it asks the same today and tomorrow.
bring_schemathesis() {
  local folder="${CARGO_TARGET_DIR:-target}/schemathesis" wanted=examples/reference-server/tests/api/requirements.txt
  if ! cmp -s "$wanted" "$folder/requirements.txt"; then
    say "Installing schemathesis into $folder"
    rm -rf "$folder"
    { python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$wanted"; } >"$work/pip.log" 2>&1 ||
      { tail -n 20 "$work/pip.log" >&2; die "schemathesis could not be installed."; }
    cp "$wanted" "$folder/requirements.txt"
  fi
  PORTAL_SCHEMATHESIS="$folder/bin/schemathesis"
  export PORTAL_SCHEMATHESIS
  say "$("$PORTAL_SCHEMATHESIS" --version)"
}

# The browser tests' own packages, and on Ubuntu a Chromium.
bring_browser() {
  (cd examples/reference-server/tests/browser && npm ci --no-audit --no-fund --loglevel=error)
  if ! chromium_program >/dev/null && on_ubuntu; then
    say "Installing Chromium with Playwright"
    (cd examples/reference-server/tests/browser && npx playwright-core install --with-deps chromium >"$work/chromium.log" 2>&1) ||
      { tail -n 20 "$work/chromium.log" >&2; die "Chromium could not be installed. Name one in PORTAL_TEST_CHROMIUM."; }
    PORTAL_TEST_CHROMIUM=$(cd examples/reference-server/tests/browser &&
      node -p "require('playwright-core').chromium.executablePath()")
  fi
}
