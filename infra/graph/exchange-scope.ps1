<#
.SYNOPSIS
Limits the app to chosen mailboxes, for contacts, calendars and mailbox settings.

.DESCRIPTION
Grants the identity of the app three roles of Exchange (RBAC for Applications) over the direct members of a group, or
over what a recipient filter finds. For an installation with mailboxScope=scoped, after the directory command. What is
there already stays: run it again as often as you like. At its end, and with -Check alone, it tells whether the limit
holds, with exit code 0 or 1. Exchange cannot limit tasks and users.

Needs the module ExchangeOnlineManagement, and a member of the role group Organization Management (or Exchange
Administrator in Entra). It signs in by itself, unless Connect-ExchangeOnline has been run in this session (as with
-Device in Azure Cloud Shell). What Entra grants is read with the Azure CLI: az login.

.EXAMPLE
./exchange-scope.ps1 -AppId <client id> -ObjectId <principal id> -Group crm-users@example.com -Inside ada@example.com -Outside boss@example.com -DryRun

.EXAMPLE
./exchange-scope.ps1 -AppId <client id> -ObjectId <principal id> -Check -Inside ada@example.com -Outside boss@example.com

.EXAMPLE
./exchange-scope.ps1 -AppId <client id> -ObjectId <principal id> -Remove
#>
[CmdletBinding()]
param(
    # Client id of the user-assigned identity.
    [Parameter(Mandatory)] [guid] $AppId,
    # Object (principal) id of the same identity.
    [Parameter(Mandatory)] [guid] $ObjectId,
    # Distribution list or mail-enabled security group. Members of a group within it do not count.
    [Parameter(Mandatory, ParameterSetName = 'Group')] [string] $Group,
    # Filter instead of a group, as in "CustomAttribute1 -eq 'crm'".
    [Parameter(Mandatory, ParameterSetName = 'Filter')] [string] $RecipientFilter,
    # Changes nothing, only tells whether the limit holds.
    [Parameter(Mandatory, ParameterSetName = 'Check')] [switch] $Check,
    # Takes away all that this script has made.
    [Parameter(Mandatory, ParameterSetName = 'Remove')] [switch] $Remove,
    # A mailbox that the app must reach.
    [Parameter(Mandatory, ParameterSetName = 'Group')] [Parameter(Mandatory, ParameterSetName = 'Filter')]
    [Parameter(Mandatory, ParameterSetName = 'Check')] [string] $Inside,
    # A mailbox that it must not reach.
    [Parameter(Mandatory, ParameterSetName = 'Group')] [Parameter(Mandatory, ParameterSetName = 'Filter')]
    [Parameter(Mandatory, ParameterSetName = 'Check')] [string] $Outside,
    # Says what would be done, and does nothing.
    [switch] $DryRun
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

# Permissions that Exchange can limit, by the ids that they have in Entra. A test compares them with the code.
$limited = [ordered]@{
    '6918b873-d17a-4dc1-b314-35f528134491' = 'Contacts.ReadWrite'
    'ef54d2bf-783f-4e0f-bca1-3210c0444d99' = 'Calendars.ReadWrite'
    '40f97065-369a-49f4-947c-6a255697ae91' = 'MailboxSettings.Read'
}
# Permissions that hold for the whole tenant in any case.
$tenantWide = [ordered]@{
    '44e666d1-d276-445b-a5fc-8815eeb81d55' = 'Tasks.ReadWrite.All'
    'df021288-bdef-4463-88db-98f22de89214' = 'User.Read.All'
}
# One name for the scope and all assignments of this installation.
$name = "OroCRM sync $("$AppId".Substring(0, 8))"

function Assert-Connected {
    if (-not (Get-Command Get-ConnectionInformation -ErrorAction Ignore)) {
        throw 'The module of Exchange Online is missing. Run: Install-Module ExchangeOnlineManagement'
    }
    if (-not (Get-ConnectionInformation)) {
        try { Connect-ExchangeOnline -ShowBanner:$false }
        catch { throw "Not connected to Exchange Online: $($_.Exception.Message) Run Connect-ExchangeOnline in this session (-Device without a browser), then the script again." }
    }
    # A session has only the cmdlets that its account may run.
    foreach ($cmdlet in 'Get-ServicePrincipal', 'New-ServicePrincipal', 'New-ManagementScope', 'New-ManagementRoleAssignment') {
        if (-not (Get-Command $cmdlet -ErrorAction Ignore)) {
            throw "Your account may not run $cmdlet. Connect as a member of the role group Organization Management."
        }
    }
    if ((Get-OrganizationConfig).IsDehydrated) {
        throw 'This organization takes no roles of its own yet. Run Enable-OrganizationCustomization once, wait an hour, and try again.'
    }
}

function Invoke-Change([string] $What, [scriptblock] $How) {
    if ($DryRun) { Write-Host "Would $What"; return }
    Write-Host "Now $What"
    try { & $How | Out-Null }
    catch { throw "Could not $What`: $($_.Exception.Message) What is done stays. Exchange can need some minutes to know a new principal: run the same command again." }
}

function Get-Principal {
    $found = Get-ServicePrincipal | Where-Object { "$($_.AppId)" -eq "$AppId" }
    if ($found -and "$($found.ObjectId)" -ne "$ObjectId") {
        throw "Exchange knows the app $AppId by the object id $($found.ObjectId), not $ObjectId. Give the principal id of the identity (az identity show); if the identity was made anew, take away the old one with -ObjectId $($found.ObjectId) -Remove."
    }
    $found
}

function Get-Scope { Get-ManagementScope | Where-Object { $_.Name -eq $name } }

function Get-Assignment([string] $Permission) {
    Get-ManagementRoleAssignment -Role "Application $Permission" | Where-Object { $_.Name -eq "$name $Permission" }
}

function Get-Filter {
    if ($RecipientFilter) { return $RecipientFilter }
    try { $found = Get-DistributionGroup -Identity $Group }
    catch { throw "No distribution list or mail-enabled security group '$Group'. For other kinds of groups use -RecipientFilter. ($($_.Exception.Message))" }
    Get-DistributionGroupMember -Identity $Group -ResultSize Unlimited |
        Where-Object { $_.RecipientTypeDetails -like '*Group*' } |
        ForEach-Object { Write-Warning "'$($_.Name)' is a group within '$Group'. Its members stay outside, unless they are in '$Group' themselves." }
    "MemberOfGroup -eq '$($found.DistinguishedName -replace "'", "''")'"
}

# Exchange shows a filter with brackets and spaces of its own.
function Get-Plain([string] $Filter) { $Filter -replace '[\s(){}]', '' }

function Install-Scope {
    $filter = Get-Filter
    if (-not (Get-Principal)) {
        Invoke-Change "make the app $AppId known to Exchange" {
            New-ServicePrincipal -AppId "$AppId" -ObjectId "$ObjectId" -DisplayName $name
        }
    }
    $scope = Get-Scope
    if (-not $scope) {
        Invoke-Change "make the scope '$name': $filter" {
            New-ManagementScope -Name $name -RecipientRestrictionFilter $filter
        }
    }
    elseif ((Get-Plain $scope.RecipientFilter) -ne (Get-Plain $filter)) {
        Invoke-Change "change the scope '$name' from $($scope.RecipientFilter) to $filter" {
            Set-ManagementScope -Identity $name -RecipientRestrictionFilter $filter
        }
    }
    foreach ($permission in $limited.Values) {
        if (Get-Assignment $permission) { continue }
        Invoke-Change "grant $permission within the scope" {
            New-ManagementRoleAssignment -Name "$name $permission" -App "$ObjectId" -Role "Application $permission" -CustomResourceScope $name
        }
    }
}

function Remove-All {
    foreach ($permission in $limited.Values) {
        if (-not (Get-Assignment $permission)) { continue }
        Invoke-Change "take away $permission" { Remove-ManagementRoleAssignment -Identity "$name $permission" -Confirm:$false }
    }
    if (Get-Scope) {
        Invoke-Change "remove the scope '$name'" { Remove-ManagementScope -Identity $name -Confirm:$false }
    }
    if (Get-Principal) {
        Invoke-Change "make Exchange forget the app $AppId" { Remove-ServicePrincipal -Identity "$ObjectId" -Confirm:$false }
    }
}

# Names of the roles by which the app reaches a mailbox. This asks Exchange's rules, not its caches.
function Get-Reach([string] $Mailbox) {
    try { $rows = Test-ServicePrincipalAuthorization -Identity "$ObjectId" -Resource $Mailbox }
    catch { throw "Cannot test the mailbox '$Mailbox': $($_.Exception.Message) Give the address of a mailbox of this tenant." }
    $rows | Where-Object { "$($_.InScope)" -eq 'True' } | ForEach-Object { $_.RoleName }
}

# What Entra grants to the identity. Exchange only adds to that.
function Get-EntraGrant {
    if (-not (Get-Command az -ErrorAction Ignore)) {
        throw 'Cannot read what Entra grants, so nothing is proven: the Azure CLI is missing. Install it and run az login, or use Azure Cloud Shell.'
    }
    $url = "https://graph.microsoft.com/v1.0/servicePrincipals/$ObjectId/appRoleAssignments?`$top=999"
    $answer = az rest --method get --url $url --output json
    if ($LASTEXITCODE -ne 0) {
        throw "Cannot read what Entra grants to $ObjectId, so nothing is proven. Run az login in the tenant of the mailboxes, and check -ObjectId."
    }
    ($answer | ConvertFrom-Json).value
}

function Test-Limit {
    $faults = @()
    if (-not (Get-Principal)) { $faults += 'Exchange does not know the app. Run this script with -Group or -RecipientFilter.' }
    else {
        $reached = @(Get-Reach $Inside)
        foreach ($permission in $limited.Values) {
            if ($reached -contains "Application $permission") { Write-Host "ok     $permission reaches $Inside" }
            else { $faults += "$permission does not reach $Inside. Is it in the group itself? Then run this script with -Group or -RecipientFilter." }
        }
        $strays = @(Get-Reach $Outside)
        foreach ($role in $strays) { $faults += "$role reaches $Outside, which is to be outside. See: Get-ManagementRoleAssignment -Role '$role'" }
        if (-not $strays) { Write-Host "ok     nothing of Exchange reaches $Outside" }
    }
    $unlimited = @(Get-EntraGrant | Where-Object { -not $tenantWide.Contains($_.appRoleId) })
    foreach ($grant in $unlimited) {
        $what = if ($limited.Contains($grant.appRoleId)) { $limited[$grant.appRoleId] } else { "$($grant.resourceDisplayName) $($grant.appRoleId)" }
        $faults += "Entra grants $what for all mailboxes, so the limit does not hold. Take it away: az rest --method delete --url https://graph.microsoft.com/v1.0/servicePrincipals/$ObjectId/appRoleAssignments/$($grant.id)"
    }
    if (-not $unlimited) { Write-Host 'ok     Entra grants nothing that Exchange limits' }
    foreach ($fault in $faults) { Write-Host "FAULT  $fault" -ForegroundColor Red }
    if ($faults) { exit 1 }
    Write-Host 'The limit holds. Calls under way can take two hours to obey a change, and a day after a change in Entra.'
}

try {
    Assert-Connected
    if ($Remove) { Remove-All }
    elseif (-not $Check) { Install-Scope }
    if ($Check -or -not ($Remove -or $DryRun)) { Test-Limit }
}
catch {
    Write-Host $_.Exception.Message -ForegroundColor Red
    exit 1
}
