from regia.cli.arguments import company


def test_what_was_guessed_about_the_file_is_told(tmp_path, capsys):
    (tmp_path / "regia.toml").write_bytes('[company]\nname = "Società"\n'.encode("cp1252"))
    assert company(tmp_path).name == "Società"
    told = capsys.readouterr()
    assert "Windows-1252" in told.err
    assert told.out == ""
