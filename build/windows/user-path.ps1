# Puts the folder of the command line on this user's PATH, or takes it off. Variables within PATH stay as they are written.
param([ValidateSet('add', 'remove')][string] $Action)
$folder = Join-Path (Split-Path $PSScriptRoot) 'bin'
$key = [Microsoft.Win32.Registry]::CurrentUser.CreateSubKey('Environment')
$old = [string] $key.GetValue('Path', '', 'DoNotExpandEnvironmentNames')
$entries = @($old -split ';' | Where-Object { $_ -ne '' -and $_ -ne $folder })
if ($Action -eq 'add') { $entries += $folder }
$new = $entries -join ';'
if ($new -ne $old) {
  $key.SetValue('Path', $new, 'ExpandString')
  # Has running programs told that the environment has changed.
  [Environment]::SetEnvironmentVariable('PATCHBAY_PATH_CHANGED', $null, 'User')
}
$key.Close()
