from guidelint.adopt.model import Carried, Entry
from guidelint.adopt.pipelines import Part, read


def parts(text):
    return list(read(text, "lint.yml"))


def test_a_file_that_a_script_writes():
    text = """\
jobs:
  lint:
    steps:
      - run: |
          cat <<'EOT' > .lycheeignore
          ^https://pier
          EOT
          cat <<EOT >> .markdown-link-check.json
          {
            "ignorePatterns": [{ "pattern": "^https://quay" }],
            "aliveStatusCodes": [403]
          }
          EOT
"""
    assert parts(text) == [
        Part("", Carried(ignores=(Entry("^https://pier", 6),))),
        Part("", Carried(ignores=(Entry("^https://quay", 10),), accepts=(Entry("403", 11),))),
    ]


def test_json_without_a_here_document():
    text = """\
- run: |
    echo '{"a": 1}'
    echo '{ "ignorePatterns": [{ "pattern": "^https://quay" }] }' > links.json
"""
    assert parts(text) == [Part("", Carried(ignores=(Entry("^https://quay", 3),)))]


def test_calls_in_scripts():
    text = r"""
script:
  - |
    npm ci && npx markdown-link-check -a 200,403 \
      --config "$GITHUB_WORKSPACE/links.json" README.md | tee log
  - echo lychee; lychee --exclude 'a b' docs; linkinator docs -s pier
  - linkchecker --ignore-url=^https://quay site/
"""
    found = parts(text)
    assert [part.tool for part in found if part.carried != Carried()] == [
        "markdown-link-check", "lychee", "linkinator", "linkchecker"
    ]  # fmt: skip
    assert [entry.text for part in found for entry in part.carried.ignores] == [
        "a b",
        "pier",
        "^https://quay",
    ]
    assert [entry.text for part in found for entry in part.carried.configs] == ["links.json"]


def test_actions_hooks_and_variables():
    text = """\
steps:
  - uses: tcort/github-action-markdown-link-check@v1
    with:
      config-file: tools/links.json
  - uses: lycheeverse/lychee-action@v2
    with:
      args: >-
        --no-progress
        --exclude pier
  - uses: JustinBeckwith/linkinator-action@v1
    with:
      linksToSkip: "quay, mole"
  - env:
      MARKDOWN_MARKDOWN_LINK_CHECK_CONFIG_FILE: mega.json
      SPELL_LYCHEE_ARGUMENTS: ["--exclude", "dock"]
hooks:
  - id: lychee
    args:
      - --exclude
      - slip
"""
    found = [part.carried for part in parts(text)]
    assert [entry for carried in found for entry in carried.ignores] == [
        Entry("pier", 9), Entry("quay", 12), Entry("mole", 12), Entry("dock", 15), Entry("slip", 20)
    ]  # fmt: skip
    assert [entry for carried in found for entry in carried.configs] == [
        Entry("tools/links.json", 4), Entry("mega.json", 14)
    ]  # fmt: skip


def test_what_only_the_workflow_knows_is_left():
    [part] = parts("run: lychee --exclude $SKIPPED docs")
    assert part.carried.ignores == ()
    assert part.carried.left[0].why == "its value is known when the workflow runs"


def test_broken_yaml_is_left_with_its_line():
    [part] = parts("lychee:\n  - [\n")
    assert part.carried.left[0].text == "the whole file"
    assert part.carried.left[0].line >= 2
