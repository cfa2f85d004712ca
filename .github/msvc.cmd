@echo off
rem SPDX-FileCopyrightText: Tokendesk contributors
rem SPDX-License-Identifier: Apache-2.0
rem
rem Runs a command where Microsoft's compiler can be found: msvc.cmd COMMAND...
set "finder=%ProgramFiles(x86)%\Microsoft Visual Studio\Installer\vswhere.exe"
for /f "usebackq delims=" %%i in (`"%finder%" -latest -property installationPath`) do set "studio=%%i"
call "%studio%\VC\Auxiliary\Build\vcvars64.bat" >nul || exit /b 1
%*
exit /b %errorlevel%
