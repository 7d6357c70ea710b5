#!/usr/bin/env bash
# Bring the English catalogue up to what the code and the pages say; new sentences wait there for their English.
set -euo pipefail
cd "$(dirname "$0")/.."
PYBABEL=".venv/bin/python -m babel.messages.frontend -q"
FOLDER=appraisal/translations/en/LC_MESSAGES
mkdir -p build

$PYBABEL extract -F babel.cfg -k _ -k N_ -k phrase -k gettext -k lazy_gettext --no-location -o build/messages.pot .
$PYBABEL update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 110 \
  -i build/messages.pot -o $FOLDER/messages.po -l en
# the header would change with every run and says nothing
sed -i -E '/^"(Project-Id|Report-Msgid|POT-Creation|PO-Revision|Last-Translator|Language-Team|Generated-By)/d' $FOLDER/messages.po
$PYBABEL compile -i $FOLDER/messages.po -o $FOLDER/messages.mo
awk '/^msgid/ {id=$0} /^msgstr ""$/ {getline next_line; if (next_line !~ /^"/) print "untranslated:", id}' $FOLDER/messages.po
