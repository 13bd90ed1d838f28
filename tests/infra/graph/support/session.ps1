# One session for many runs of a script: a line of words on standard input is a run, its answer is a line of JSON. To
# start PowerShell takes seconds.
param([string] $Script)
while ($null -ne ($words = [Console]::In.ReadLine())) {
    Import-Module "$PSScriptRoot/exchange.psm1" -Force
    $global:LASTEXITCODE = 0
    $said = Invoke-Expression "& '$Script' $words *>&1" | Out-String -Width 4096
    [Console]::Out.WriteLine((@{ code = $LASTEXITCODE; said = $said } | ConvertTo-Json -Compress))
}
