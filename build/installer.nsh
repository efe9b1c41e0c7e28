; `patchbay` on the user's PATH, and off it again.
!macro patchbayPath ACTION
  nsExec::ExecToLog 'powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "$INSTDIR\resources\windows\user-path.ps1" ${ACTION}'
  Pop $0
!macroend

!macro customInstall
  !insertmacro patchbayPath add
!macroend

!macro customUnInstall
  !insertmacro patchbayPath remove
!macroend
