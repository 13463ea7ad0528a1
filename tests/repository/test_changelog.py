"""A change is told in one sentence, in a file of its own; a release joins them."""

from pathlib import Path

from tools.changelog import entries_of, main


def test_an_entry_is_one_sentence(root: Path) -> None:
    for path in entries_of(root):
        text = path.read_text(encoding="utf-8").strip()
        assert "\n" not in text, path.name
        assert text.endswith("."), path.name
        assert len(text) <= 250, path.name


def test_a_release_joins_the_entries_above_the_release_before_and_takes_them_away(tmp_path: Path) -> None:
    (tmp_path / "changes").mkdir()
    (tmp_path / "changes" / "README.md").write_text("How.")
    (tmp_path / "changes" / "0002-b.md").write_text("B was added.\n")
    (tmp_path / "changes" / "0001-a.md").write_text("A was added.\n")
    (tmp_path / "CHANGELOG.md").write_text("# Changelog\n\nHead.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n")
    main("0.2.0", "2026-02-01", tmp_path)
    assert (tmp_path / "CHANGELOG.md").read_text() == (
        "# Changelog\n\nHead.\n\n## 0.2.0 (2026-02-01)\n\n- A was added.\n- B was added.\n\n## 0.1.0 (2026-01-01)\n\n- Old.\n"
    )
    assert [path.name for path in (tmp_path / "changes").iterdir()] == ["README.md"]
