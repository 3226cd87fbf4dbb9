# What scripts/test says on the terminal. Coloured only there.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m'
  export CARGO_TERM_COLOR=always
else
  bold='' green='' red='' plain=''
fi

say() { printf '%s\n' "$*"; }
head_line() { printf '\n%s── %s%s\n' "$bold" "$*" "$plain"; }
die() { printf '%s%s%s\n' "$red" "$*" "$plain" >&2; exit 1; }

# Text without colour codes, so that closing lines can be counted.
uncoloured() { sed $'s/\x1b\[[0-9;]*m//g'; }
