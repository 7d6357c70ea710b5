@echo off
rem A demo meeting in the browser, on Windows. The second start is quick.
chcp 65001 >nul
cd /d "%~dp0"
if not exist .venv\Scripts\python.exe (
    py -3.11 -m venv .venv 2>nul || py -3 -m venv .venv || (
        echo Python 3.11 or newer is needed: https://www.python.org/downloads/
        pause
        exit /b 1
    )
)
fc /b requirements.txt .venv\installed.txt >nul 2>&1 || (
    .venv\Scripts\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt || exit /b 1
    copy /y requirements.txt .venv\installed.txt >nul
)
if not defined APPRAISAL_HOST set APPRAISAL_HOST=0.0.0.0
.venv\Scripts\flask --app app db upgrade || exit /b 1
.venv\Scripts\flask --app app demo --serve
pause
