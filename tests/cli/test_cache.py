"""``guidelint cache``."""


def test_the_path_is_printed(run, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run("cache", "path") == (0, f"{tmp_path / 'cache' / 'guidelint'}\n", "")


def test_another_folder(run, tmp_path):
    assert run("cache", "path", "--cache-dir", tmp_path)[1] == f"{tmp_path}\n"


def test_what_is_kept_is_counted_and_cleared(site, run):
    folder = site / "kept"
    run("check", "--offline", "--cache-dir", folder)
    status, output, _ = run("cache", "stats", "--cache-dir", folder)
    assert status == 0
    assert "     0  runs that can be shown again\n     1  tables of what is known of pages\n" in output
    (folder / "mine.txt").write_text("")
    assert run("cache", "clear", "--cache-dir", folder) == (0, "", f"1 file deleted from {folder}\n")
    assert (folder / "mine.txt").exists()
    assert "     0  tables" in run("cache", "stats", "--cache-dir", folder)[1]


def test_a_folder_that_is_not_there_is_empty(run, tmp_path):
    assert run("cache", "clear", "--cache-dir", tmp_path / "none") == (
        0,
        "",
        f"0 files deleted from {tmp_path / 'none'}\n",
    )
