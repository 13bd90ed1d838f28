#!/usr/bin/env bash
# Tells whether the directory command was run: what Entra grants to the identity of the app, no more and no less, and the
# app registration behind the panel. Exit code 0: all is as it ought to be; 1: it is not, or cannot be told. It changes
# nothing. Needs the Azure CLI, signed in (az login) with any account that may read the directory.
#
#   bash infra/graph/check.sh resourceGroup=… identityPrincipalId=… functionAppHost=… mailboxScope=tenant|scoped [signIn=false]
set -euo pipefail

resourceGroup='' identityPrincipalId='' functionAppHost='' mailboxScope='' signIn=true
for word in "$@"; do
  case $word in
    resourceGroup=?* | identityPrincipalId=?* | functionAppHost=?* | mailboxScope=tenant | mailboxScope=scoped | signIn=true | signIn=false)
      printf -v "${word%%=*}" '%s' "${word#*=}" ;;
    *)
      echo "Not understood: $word" >&2
      exit 1 ;;
  esac
done
for name in resourceGroup identityPrincipalId functionAppHost mailboxScope; do
  if [[ -z ${!name} ]]; then
    echo "Missing: $name=…" >&2
    sed -n 's/^#   /Usage: /p' "$0" >&2
    exit 1
  fi
done

# Name, id, and whether Exchange can limit it. A test compares them with shared/outlook/permissions.ts.
permissions='Contacts.ReadWrite 6918b873-d17a-4dc1-b314-35f528134491 limited
Calendars.ReadWrite ef54d2bf-783f-4e0f-bca1-3210c0444d99 limited
MailboxSettings.Read 40f97065-369a-49f4-947c-6a255697ae91 limited
Tasks.ReadWrite.All 44e666d1-d276-445b-a5fc-8815eeb81d55 -
User.Read.All df021288-bdef-4463-88db-98f22de89214 -'
graph=https://graph.microsoft.com/v1.0
command="az deployment group create --name orocrm-sync-graph --resource-group $resourceGroup --template-file infra/graph/main.bicep --parameters identityPrincipalId=$identityPrincipalId functionAppHost=$functionAppHost mailboxScope=$mailboxScope signIn=$signIn"

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

# read_graph PATH QUERY: what the query finds, a line each; nothing, and code 4, where Graph knows no such thing.
read_graph() {
  if az rest --method get --url "$graph/$1" --query "$2" --output tsv 2>"$errors"; then return; fi
  if grep -q Request_ResourceNotFound "$errors"; then return 4; fi
  cat "$errors" >&2
  echo "Cannot read $1, so nothing can be told. Sign in with az login to the tenant of the mailboxes." >&2
  return 1
}
# may_lack CALL…: as the call, but it is no fault where there is nothing.
may_lack() { "$@" || [[ $? -eq 4 ]]; }

missing=0 surplus=0
ok() { echo "ok        $1"; }
miss() {
  echo "MISSING   $1"
  missing=1
}

if ! tenant=$(az account show --query tenantId --output tsv); then
  echo 'Sign in first: az login' >&2
  exit 1
fi
grants=$(read_graph "servicePrincipals/$identityPrincipalId/appRoleAssignments?\$top=999" 'value[].[appRoleId, id, resourceDisplayName]') || {
  [[ $? -ne 4 ]] || echo "The tenant $tenant has no identity $identityPrincipalId. Is it the output IDENTITY_PRINCIPAL_ID of the main template, and is az signed in to its tenant?" >&2
  exit 1
}
needed=''
while read -r name id limit; do
  if [[ $limit == limited && $mailboxScope == scoped ]]; then continue; fi
  needed+=" $id"
  if [[ $grants == *"$id"* ]]; then ok "permission $name"; else miss "permission $name"; fi
done <<<"$permissions"

# What was granted before, or by somebody else: a deployment takes nothing away.
while IFS=$'\t' read -r role assignment resource; do
  if [[ -z $role || $needed == *"$role"* ]]; then continue; fi
  name=$(awk -v id="$role" '$2 == id { print $1 }' <<<"$permissions")
  echo "TOO MUCH  permission ${name:-$role of $resource}; take it away:"
  echo "          az rest --method delete --url $graph/servicePrincipals/$identityPrincipalId/appRoleAssignments/$assignment"
  surplus=1
done <<<"$grants"

# expect WHAT LINE LINES: whether the line is among the lines.
expect() { if grep -qxF "$2" <<<"$3"; then ok "$1"; else miss "$1"; fi; }

check_panel() {
  local tab=$'\t' found registration client principal required adminRole
  found=$(may_lack read_graph "applications(uniqueName='orocrm-sync-$identityPrincipalId')?\$select=id,appId,web,appRoles" \
    "[[['ids', id, appId]], web.redirectUris[].['redirect', @], appRoles[?isEnabled].['role', value], appRoles[?value=='Sync.Admin'].['admin', id]][]")
  if [[ -z $found ]]; then
    miss 'app registration of the panel'
    return
  fi
  read -r registration client < <(sed -n "s/^ids$tab//p" <<<"$found")
  ok "app registration of the panel, PANEL_CLIENT_ID=$client"
  expect "redirect to $functionAppHost" "redirect${tab}https://$functionAppHost/.auth/login/aad/callback" "$found"
  for name in Sync.Admin Sync.User; do expect "role $name" "role$tab$name" "$found"; done
  adminRole=$(sed -n "s/^admin$tab//p" <<<"$found")

  found=$(read_graph "applications/$registration/federatedIdentityCredentials" 'value[].[issuer, subject, audiences[0]]')
  expect 'federated credential of the identity' \
    "https://login.microsoftonline.com/$tenant/v2.0$tab$identityPrincipalId${tab}api://AzureADTokenExchange" "$found"

  found=$(may_lack read_graph "servicePrincipals(appId='$client')?\$select=id,appRoleAssignmentRequired" '[[id, to_string(appRoleAssignmentRequired)]]')
  read -r principal required <<<"$found"
  expect 'sign-in only for people with a role' true "$required"
  if [[ -z $principal ]]; then return; fi
  found=$(read_graph "servicePrincipals/$principal/appRoleAssignedTo?\$top=999" 'value[].appRoleId')
  expect 'somebody with the role Sync.Admin' "${adminRole:-no role}" "$found"
}
if [[ $signIn == true ]]; then check_panel; fi

if ((missing)); then
  echo 'Run, with the role Privileged Role Administrator (and Contributor of the resource group):'
  echo "  $command"
fi
if ((missing || surplus)); then exit 1; fi
if [[ $mailboxScope == scoped ]]; then
  echo 'All as it ought to be in Entra. Whether Exchange limits the mailboxes tells exchange-scope.ps1 -Check.'
else
  echo 'All as it ought to be.'
fi
