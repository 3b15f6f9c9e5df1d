"""How the help of ``guidelint check`` is arranged, and the examples in it."""

from __future__ import annotations

SECTIONS = {
    "What is checked": ("stdin_filename", "select", "ignore", "changed_since", "staged", "baseline"),
    "Configuration": ("config", "preset", "presets", "plugin", "isolated"),
    "Fixes": ("fix", "unsafe_fixes", "diff"),
    "External links": (
        "offline",
        "timeout",
        "max_time",
        "allow_network",
        "archive",
        "no_history",
        "no_services",
    ),
    "Reports": ("output_format", "outputs", "statistics", "color", "quiet", "verbose"),
    "Exit status": ("fail_on", "exit_zero"),
    "Speed": ("no_cache", "cache_dir", "jobs"),
}
"""The sections with the names of their options; options that stand in none come last."""

EPILOG = """\b
Examples:
  guidelint check                               # the whole site, and every external link on it
  guidelint check --offline docs/tides.md       # one page; the rest of its site is still known
  guidelint check --only site-links,GL401       # a family and a rule
  guidelint check --changed-since origin/main   # only what this branch brings
  guidelint check --fix                         # mend what can be mended without harm
  guidelint check --output-format github --output sarif=guidelint.sarif
  guidelint check --output report.html          # one page to look at
  guidelint check @changed.txt                  # the pages that a file lists
  guidelint check - --stdin-filename docs/tides.md < draft.md

\b
Exit status:
  0    nothing that fails the run
  1    findings that do: errors, or what --fail-on says
  2    wrong usage or configuration, or a file that could not be written
  3    a defect in guidelint, with a report to paste
  4    the network is down and links were asked for
  130  interrupted

\b
Environment:
  NO_COLOR, FORCE_COLOR, FORCE_HYPERLINK, TERM  what the terminal can show
  HTTP_PROXY, HTTPS_PROXY, ALL_PROXY, NO_PROXY  ways to other servers
  GUIDELINT_…                                   secrets that the configuration names

\b
Files:
  guidelint.toml, pyproject.toml    the configuration: the nearest one at or above this directory
"""
