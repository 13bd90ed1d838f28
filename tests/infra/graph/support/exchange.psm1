# A stand-in for a session of Exchange Online: the cmdlets that the script uses, with the parameters that they have, over an
# organization in the file FAKE_EXCHANGE. It writes each call that changes something into FAKE_WRITES.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$organization = Get-Content $env:FAKE_EXCHANGE -Raw | ConvertFrom-Json -AsHashtable

function Save([string] $Call) {
    Add-Content $env:FAKE_WRITES $Call
    $organization | ConvertTo-Json -Depth 9 | Set-Content $env:FAKE_EXCHANGE
}
function Show($Rows) { foreach ($row in $Rows) { [pscustomobject] $row } }
function Stop-With([string] $Message) { throw [System.InvalidOperationException] $Message }

function Get-ConnectionInformation {
    [CmdletBinding()] param()
    if ($organization.connected) { [pscustomobject] @{ State = 'Connected' } }
}
function Connect-ExchangeOnline {
    [CmdletBinding()] param([switch] $ShowBanner)
    if ($organization.refused) { Stop-With 'User canceled authentication.' }
    $organization.connected = $true
}
function Get-OrganizationConfig {
    [CmdletBinding()] param([string] $Identity)
    [pscustomobject] @{ IsDehydrated = $organization.dehydrated }
}

function Get-DistributionGroup {
    [CmdletBinding()] param([string] $Identity)
    $found = @($organization.groups | Where-Object { $_.name -eq $Identity })
    if (-not $found) { Stop-With "The operation couldn't be performed because object '$Identity' couldn't be found." }
    [pscustomobject] @{ Name = $found[0].name; DistinguishedName = $found[0].dn }
}
function Get-DistributionGroupMember {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Identity, [object] $ResultSize)
    if ("$ResultSize" -ne 'Unlimited') { Stop-With 'Only the first 1000 members are read without -ResultSize Unlimited.' }
    ($organization.groups | Where-Object { $_.name -eq $Identity }).members | ForEach-Object {
        [pscustomobject] @{
            Name                 = $_
            RecipientTypeDetails = if ($_ -like '*@*') { 'UserMailbox' } else { 'MailUniversalSecurityGroup' }
        }
    }
}

function Get-ServicePrincipal {
    [CmdletBinding()] param([string] $Identity)
    Show $organization.principals
}
function New-ServicePrincipal {
    [CmdletBinding()] param(
        [Parameter(Mandatory)] [string] $AppId, [Parameter(Mandatory)] [string] $ObjectId, [string] $DisplayName
    )
    if ($organization.principals | Where-Object { $_.AppId -eq $AppId }) { Stop-With "The AppId $AppId is in use." }
    $organization.principals += @{ AppId = $AppId; ObjectId = $ObjectId; DisplayName = $DisplayName }
    Save "New-ServicePrincipal $AppId $ObjectId"
    Show $organization.principals[-1]
}
function Remove-ServicePrincipal {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(Mandatory)] [string] $Identity)
    if (-not $PSCmdlet.ShouldProcess($Identity)) { return }
    if ($organization.assignments | Where-Object { $_.App -eq $Identity }) { Stop-With 'It still has roles.' }
    $organization.principals = @($organization.principals | Where-Object { $_.ObjectId -ne $Identity })
    Save "Remove-ServicePrincipal $Identity"
}

function Get-ManagementScope {
    [CmdletBinding()] param([string] $Identity)
    Show $organization.scopes
}
# Exchange keeps a filter with brackets around it.
function New-ManagementScope {
    [CmdletBinding()] param(
        [Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $RecipientRestrictionFilter
    )
    if ($organization.scopes | Where-Object { $_.Name -eq $Name }) { Stop-With "The scope '$Name' is there already." }
    $organization.scopes += @{ Name = $Name; RecipientFilter = "( $RecipientRestrictionFilter )" }
    Save "New-ManagementScope $Name"
}
function Set-ManagementScope {
    [CmdletBinding()] param(
        [Parameter(Mandatory)] [string] $Identity, [Parameter(Mandatory)] [string] $RecipientRestrictionFilter
    )
    $scope = $organization.scopes | Where-Object { $_.Name -eq $Identity }
    if (-not $scope) { Stop-With "The scope '$Identity' couldn't be found." }
    $scope.RecipientFilter = "( $RecipientRestrictionFilter )"
    Save "Set-ManagementScope $Identity"
}
function Remove-ManagementScope {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(Mandatory)] [string] $Identity)
    if (-not $PSCmdlet.ShouldProcess($Identity)) { return }
    if ($organization.assignments | Where-Object { $_.CustomResourceScope -eq $Identity }) { Stop-With 'The scope is in use.' }
    $organization.scopes = @($organization.scopes | Where-Object { $_.Name -ne $Identity })
    Save "Remove-ManagementScope $Identity"
}

$roles = 'Application Contacts.ReadWrite', 'Application Calendars.ReadWrite', 'Application MailboxSettings.Read', 'Application Mail.Read'
function Get-ManagementRoleAssignment {
    [CmdletBinding()] param([string] $Identity, [string] $Role)
    if ($Role -and $Role -notin $roles) { Stop-With "The role '$Role' couldn't be found." }
    Show ($organization.assignments | Where-Object { -not $Role -or $_.Role -eq $Role })
}
function New-ManagementRoleAssignment {
    [CmdletBinding()] param(
        [Parameter(Mandatory)] [string] $Role, [Parameter(Mandatory)] [string] $App,
        [ValidateLength(1, 64)] [string] $Name, [string] $CustomResourceScope
    )
    if ($Role -notin $roles) { Stop-With "The role '$Role' couldn't be found." }
    if ($organization.unready-- -gt 0) { Save 'refused'; Stop-With "The service principal '$App' couldn't be found." }
    if (-not ($organization.principals | Where-Object { $_.ObjectId -eq $App })) { Stop-With "The service principal '$App' couldn't be found." }
    if ($CustomResourceScope -and -not ($organization.scopes | Where-Object { $_.Name -eq $CustomResourceScope })) { Stop-With "The scope '$CustomResourceScope' couldn't be found." }
    if ($organization.assignments | Where-Object { $_.Name -eq $Name }) { Stop-With "The assignment '$Name' is there already." }
    $organization.assignments += @{ Name = $Name; Role = $Role; App = $App; CustomResourceScope = $CustomResourceScope }
    Save "New-ManagementRoleAssignment $Role"
}
function Remove-ManagementRoleAssignment {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')] param([Parameter(Mandatory)] [string] $Identity)
    if (-not $PSCmdlet.ShouldProcess($Identity)) { return }
    if (-not ($organization.assignments | Where-Object { $_.Name -eq $Identity })) { Stop-With "The assignment '$Identity' couldn't be found." }
    $organization.assignments = @($organization.assignments | Where-Object { $_.Name -ne $Identity })
    Save "Remove-ManagementRoleAssignment $Identity"
}

function Test-ServicePrincipalAuthorization {
    [CmdletBinding()] param([Parameter(Mandatory)] [string] $Identity, [string] $Resource)
    if ($Resource -notin $organization.mailboxes) { Stop-With "The recipient '$Resource' couldn't be found." }
    foreach ($assignment in @($organization.assignments | Where-Object { $_.App -eq $Identity })) {
        $scope = $organization.scopes | Where-Object { $_.Name -eq $assignment.CustomResourceScope }
        $group = $organization.groups | Where-Object { $scope -and $scope.RecipientFilter -eq "( MemberOfGroup -eq '$($_.dn -replace "'", "''")' )" }
        [pscustomobject] @{
            RoleName             = $assignment.Role
            GrantedPermissions   = $assignment.Role -replace '^Application '
            AllowedResourceScope = if ($scope) { $scope.Name } else { 'Organization' }
            ScopeType            = if ($scope) { 'CustomRecipientScope' } else { 'Organization' }
            InScope              = if ($scope) { $group -and $Resource -in $group.members } else { $true }
        }
    }
}

# A session has only the cmdlets that its account may run.
Export-ModuleMember -Function (Get-Command -Module $ExecutionContext.SessionState.Module.Name -CommandType Function |
    ForEach-Object Name | Where-Object { $_ -like '*-*' -and $_ -notin @('Stop-With') + @($organization.forbidden) })
