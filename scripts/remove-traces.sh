#!/usr/bin/env bash
# Takes the sync out of every mailbox: the marks that it has left in Outlook, and all that it remembers. The records of
# both sides stay. Needs bash and curl alone, so it runs in Azure Cloud Shell and on any desktop.
set -euo pipefail
export LC_ALL=C

usage() {
  cat <<'TEXT'
Usage: SYNC_API_KEY=KEY remove-traces.sh [--yes] [--dry-run] ADDRESS

  ADDRESS     of the function app, as https://NAME.azurewebsites.net
  --yes       do not ask
  --dry-run   list the mailboxes and do nothing

The API key is read from the environment variable SYNC_API_KEY and never taken as an argument: arguments are shown to
other users of the machine and kept in the history of the shell. Read it without echo:

  read -rs SYNC_API_KEY && export SYNC_API_KEY

Ends with 0 only when no trace is left. It can be run again at any time: it joins what is under way.
TEXT
}

fail() {
  printf '%s\n' "$1" >&2
  exit "${2:-1}"
}

sure='' dry_run='' address=''
for argument in "$@"; do
  case $argument in
    --yes) sure=1 ;;
    --dry-run) dry_run=1 ;;
    -h | --help) usage && exit 0 ;;
    -*) fail "There is no option $argument. See --help." 2 ;;
    *)
      [[ -z $address ]] || fail 'There is one address only. The API key is given in SYNC_API_KEY. See --help.' 2
      address=$argument
      ;;
  esac
done
[[ $address =~ ^https?://[^/]+ ]] || fail 'The address of the function app is missing. See --help.' 2
api=${BASH_REMATCH[0]}/api

body=$(mktemp)
trap 'rm -f "$body"' EXIT
pause_seconds=2

# What goes to curl through its standard input is in no list of processes.
secret_options() {
  [[ -n ${SYNC_API_KEY:-} ]] || return 0
  local key=${SYNC_API_KEY//\\/\\\\}
  printf 'header = "x-functions-key: %s"\n' "${key//\"/\\\"}"
}

# call METHOD PATH: leaves the status of the answer in $status and its body in $body.
call() {
  status=$(secret_options | curl --config - --silent --show-error --request "$1" --output "$body" \
    --write-out '%{http_code}' --retry 5 --max-time 120 "$api$2") || fail "$api does not answer."
  [[ $status != 401 ]] || fail 'The API key is missing or wrong: set SYNC_API_KEY.'
}

# The first text or number of that name in the answer. Quotes within texts are escaped, so no value is taken for a name.
field() {
  grep -oE "\"$1\":(\"([^\"\\\\]|\\\\.)*\"|[0-9]+)" "$body" | head -n 1 | sed -E 's/^"[A-Za-z]+":"?//; s/"$//' || true
}

messages() {
  grep -oE '"message":"([^"\\]|\\.)*"' "$body" | sed -E 's/^"message":"//; s/"$//; s/\\(.)/\1/g' | sort -u | head -n 5 || true
}

encoded() {
  local text=$1 at character
  for ((at = 0; at < ${#text}; at += 1)); do
    character=${text:at:1}
    case $character in
      [A-Za-z0-9@._~-]) printf '%s' "$character" ;;
      *) printf '%%%02X' "'$character" ;;
    esac
  done
}

list_mailboxes() {
  call GET /mailboxes
  [[ $status == 200 ]] || fail "The mailboxes cannot be listed ($status): $(messages)"
  mailboxes=()
  local found
  while IFS= read -r found; do
    [[ -z $found ]] || mailboxes+=("$found")
  done < <(grep -oE '"address":"[^"]*"' "$body" | sed -E 's/^"address":"//; s/"$//')
}

# Starts the removal of one mailbox. $run is its run, or nothing where there is no such mailbox any more.
start() {
  run=''
  call DELETE "/mailboxes/$(encoded "$1")?removeMarks=true"
  case $status in
    202) run=$(field runId) ;;
    404) ;;
    *) refused=$(messages) ;;
  esac
}

# Waits for the end of a run, and leaves how it ended in $ended.
follow() {
  while :; do
    call GET "/runs/$1"
    [[ $status == 200 ]] || fail "The run $1 cannot be followed ($status): $(messages)"
    ended=$(field status)
    [[ $ended == running ]] || return 0
    sleep "$pause_seconds"
  done
}

list_mailboxes
count=${#mailboxes[@]}
if ((count == 0)); then
  echo 'There is no mailbox: no trace is left.'
  exit 0
fi
printf 'The sync leaves %d mailboxes of %s:\n' "$count" "$api"
printf '  %s\n' "${mailboxes[@]}"
[[ -z $dry_run ]] || fail 'Nothing was done.'
if [[ -z $sure ]]; then
  [[ -t 0 ]] || fail 'Nobody is there to ask: give --yes.' 2
  echo 'Marks, links, history and the credentials of these mailboxes will be removed. The records stay.'
  read -rp 'Type "remove" to go on: ' answer
  [[ $answer == remove ]] || fail 'Nothing was done.'
fi

runs=() left=0
for mailbox in "${mailboxes[@]}"; do
  refused=''
  start "$mailbox"
  runs+=("${refused:+refused: $refused}$run")
done
for ((index = 0; index < count; index += 1)); do
  mailbox=${mailboxes[index]} run=${runs[index]}
  case $run in
    '') printf '%s: gone already\n' "$mailbox" && continue ;;
    refused:*) printf '%s: %s\n' "$mailbox" "$run" && left=$((left + 1)) && continue ;;
  esac
  follow "$run"
  if [[ $ended == 'done' ]]; then
    printf '%s: %s marks removed, forgotten\n' "$mailbox" "$(field updated)"
  else
    left=$((left + 1))
    printf '%s: %s, %s marks removed, %s could not be\n' "$mailbox" "$ended" "$(field updated)" "$(field failed)"
  fi
  messages | sed 's/^/  /'
done

list_mailboxes
if ((left == 0 && ${#mailboxes[@]} == 0)); then
  echo 'Every trace is gone.'
  exit 0
fi
fail 'Traces are left: run this again once what is said above is mended, or forget a mailbox with its marks by DELETE /api/mailboxes/{address}.'
