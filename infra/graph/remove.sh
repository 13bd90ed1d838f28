#!/usr/bin/env bash
# Removes what infra/graph/main.bicep made in the directory: the permissions of the identity, and for good the app
# registration behind the panel, whose name would else stay taken for 30 days. What is gone already is no fault.
# Needs the Azure CLI, signed in (az login) with the role Privileged Role Administrator.
#
#   bash infra/graph/remove.sh identityPrincipalId=…
set -euo pipefail

if [[ $# -ne 1 || $1 != identityPrincipalId=?* ]]; then
  sed -n 's/^#   /Usage: /p' "$0" >&2
  exit 1
fi
identity=${1#*=}
graph=https://graph.microsoft.com/v1.0
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

# call_graph METHOD PATH [OPTION…]: the answer of Graph; code 4 where it knows no such thing.
call_graph() {
  if az rest --method "$1" --url "$graph/$2" "${@:3}" 2>"$errors"; then return; fi
  if grep -q Request_ResourceNotFound "$errors"; then return 4; fi
  cat "$errors" >&2
  echo "Could not $1 $2. Sign in with az login and the role Privileged Role Administrator, and run this again." >&2
  return 1
}
# may_lack CALL…: as the call, but it is no fault where there is nothing.
may_lack() { "$@" || [[ $? -eq 4 ]]; }

grants=$(may_lack call_graph get "servicePrincipals/$identity/appRoleAssignments?\$top=999" --query 'value[].id' --output tsv)
for grant in $grants; do
  may_lack call_graph delete "servicePrincipals/$identity/appRoleAssignments/$grant"
  echo "removed   permission $grant"
done

application=$(may_lack call_graph get "applications(uniqueName='orocrm-sync-$identity')?\$select=id" --query '[id]' --output tsv)
if [[ -n $application ]]; then
  may_lack call_graph delete "applications/$application"
  # It takes a moment until it lies among the deleted ones.
  for try in 1 2 3 4 5 6; do
    if call_graph delete "directory/deletedItems/$application"; then
      echo "removed   app registration $application"
      exit 0
    elif [[ $? -ne 4 ]]; then
      exit 1
    fi
    sleep "$try"
  done
  echo "The app registration $application is deleted, but not for good yet. Run: az rest --method delete --url $graph/directory/deletedItems/$application" >&2
  exit 1
fi
if [[ -z $grants ]]; then echo 'Nothing was there.'; fi
