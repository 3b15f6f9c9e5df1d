"""Runs the steps of action.yml as GitHub's runner does: expressions, outputs, files for outputs and summary.

A step that uses another action is not run; what it was given is kept in `used`, and the variables that
a script was given in `given`.
"""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from tests.conftest import REPOSITORY

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
NAME = re.compile(r"'[^']*'|\b[a-z_]+(?:\.[\w-]+)+|&&|\|\|")
CONDITION = re.compile(r"(?:\s+|'[^']*'|[a-z_]+(?:\.[\w-]+)+|&&|\|\||==|contains|fromJSON|[(),])*")
OPERATORS = {"&&": "and", "||": "or"}
ACTION = yaml.safe_load((REPOSITORY / "action.yml").read_text(encoding="utf-8"))


def lookup(context, name):
    """The value of `github.event.pull_request.base.sha` and the like, an empty text if there is none."""
    value = context
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return value


def evaluate(expression, context):
    """The value of an expression; action.yml has names, texts, ``==``, ``&&``, ``||`` and `contains`."""
    assert CONDITION.fullmatch(expression), expression

    def python(found):
        if found[0] in OPERATORS:
            return OPERATORS[found[0]]
        return found[0] if found[0].startswith("'") else repr(lookup(context, found[0]))

    functions = {
        "contains": lambda values, value: value in values,
        "fromJSON": json.loads,
        "__builtins__": {},
    }
    return eval(" ".join(NAME.sub(python, expression).split()), functions)


def fill(text, context):
    """`text` with the values of its expressions."""
    return EXPRESSION.sub(lambda found: str(evaluate(found[1], context)), text)


@dataclass
class Job:
    """A job that uses the action: `github` and `inputs` are the contexts, `folder` the checkout."""

    folder: Path
    temporary: Path
    github: dict
    inputs: dict = field(default_factory=dict)
    environment: dict = field(default_factory=dict)
    steps: dict = field(default_factory=dict)
    used: list = field(default_factory=list)
    given: dict = field(default_factory=dict)
    log: str = ""
    status: int = 0

    def __post_init__(self):
        given = self.inputs
        self.inputs = {
            name: fill(about["default"], self.context) for name, about in ACTION["inputs"].items()
        } | given
        self.output, self.summary = self.temporary / "output", self.temporary / "summary.md"

    @property
    def context(self):
        return {
            "github": {"action_path": str(REPOSITORY), "run_id": "7", "run_attempt": "1", **self.github},
            "inputs": self.inputs,
            "steps": self.steps,
            "runner": {"os": "Linux", "temp": str(self.temporary)},
        }

    def run(self, until=None, known=None):
        """Run the steps whose conditions hold, to the first that fails; stop before the one called `until`.

        Steps that run a script and whose outputs are `known` are not run again.
        """
        for step in ACTION["runs"]["steps"]:
            if until and step.get("id") == until:
                break
            if "run" in step and step.get("id") in (known or {}):
                self.steps[step["id"]] = known[step["id"]]
                continue
            if "if" in step and not evaluate(step["if"], self.context):
                continue
            outputs = self._use(step) if "uses" in step else self._shell(step)
            if step.get("id"):
                self.steps[step["id"]] = {"outputs": outputs}
            if self.status:
                break
        return self

    def _use(self, step):
        name = step["uses"].partition("@")[0]
        self.used.append((name, {key: fill(str(value), self.context) for key, value in step["with"].items()}))
        return {"python-path": sys.executable} if name == "actions/setup-python" else {}

    def _shell(self, step):
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a script can be code of a stranger"
        given = {name: fill(value, self.context) for name, value in step["env"].items()}
        self.given[step.get("id")] = given
        self.output.write_text("")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=self.folder,
            env=self._variables() | given,
            capture_output=True,
            text=True,
            check=False,
        )
        self.log += done.stdout + done.stderr
        self.status = done.returncode
        lines = self.output.read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)

    def _variables(self):
        kept = {name: os.environ[name] for name in os.environ if name.startswith(("PATH", "PIP_", "LANG"))}
        return kept | {
            "CI": "true",
            "HOME": str(self.temporary / "home"),
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self.github.get("api_url", ""),
            "GITHUB_OUTPUT": str(self.output),
            "GITHUB_REF": self.github.get("ref", ""),
            "GITHUB_REPOSITORY": self.github["repository"],
            "GITHUB_SERVER_URL": "https://forge.example",
            "GITHUB_SHA": self.github.get("sha", ""),
            "GITHUB_STEP_SUMMARY": str(self.summary),
            "RUNNER_TEMP": str(self.temporary),
            **self.environment,
        }
