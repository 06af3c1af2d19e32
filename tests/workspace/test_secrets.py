import os
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regia.errors.company import (
    SecretEmpty,
    SecretFileExposed,
    SecretFileMissing,
    SecretReferenceWrong,
    SecretVariableMissing,
)
from regia.workspace import secrets
from regia.workspace.secrets import holds_secret, redact, resolve


@pytest.fixture(autouse=True)
def _forget(monkeypatch):
    monkeypatch.setattr(secrets, "_resolved", set())


def _secret_file(folder, content: bytes, mode=0o600):
    path = folder / "secret"
    path.write_bytes(content)
    path.chmod(mode)
    return "file:secret"


def test_a_variable_is_resolved(monkeypatch, tmp_path):
    monkeypatch.setenv("CRM_PASSWORD", " s3cret ")
    assert resolve("env:CRM_PASSWORD", tmp_path) == " s3cret "


@pytest.mark.parametrize(
    "content", [b"s3cr\xc3\xa8t", b"s3cr\xc3\xa8t\n", b"s3cr\xc3\xa8t\r\n", b"\xef\xbb\xbfs3cr\xc3\xa8t\n"]
)
def test_a_file_is_resolved_without_its_line_end(tmp_path, content):
    assert resolve(_secret_file(tmp_path, content), tmp_path) == "s3crèt"


def test_an_absolute_file_is_resolved(tmp_path):
    _secret_file(tmp_path, b"x")
    assert resolve(f"file:{tmp_path}/secret", tmp_path / "elsewhere") == "x"


@pytest.mark.parametrize("reference", ["hunter2", "env:", "file:", "ENV:X", "", "vault:x"])
def test_what_is_no_reference_is_refused_without_repeating_it(tmp_path, reference):
    with pytest.raises(SecretReferenceWrong) as caught:
        resolve(reference, tmp_path)
    assert "hunter2" not in str(caught.value)


def test_what_leads_nowhere_is_told(monkeypatch, tmp_path):
    monkeypatch.delenv("REGIA_NOT_SET", raising=False)
    monkeypatch.setenv("REGIA_EMPTY", "")
    with pytest.raises(SecretVariableMissing, match="REGIA_NOT_SET"):
        resolve("env:REGIA_NOT_SET", tmp_path)
    with pytest.raises(SecretEmpty):
        resolve("env:REGIA_EMPTY", tmp_path)
    with pytest.raises(SecretFileMissing):
        resolve("file:nothing", tmp_path)
    with pytest.raises(SecretFileMissing):
        resolve("file:.", tmp_path)
    with pytest.raises(SecretEmpty):
        resolve(_secret_file(tmp_path, b"\n"), tmp_path)
    with pytest.raises(SecretFileMissing, match="UTF-8"):
        resolve(_secret_file(tmp_path, b"\xe8"), tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="permissions of group and others")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644])
def test_a_file_that_others_may_read_is_refused(tmp_path, mode):
    with pytest.raises(SecretFileExposed, match=f"{mode:04o}"):
        resolve(_secret_file(tmp_path, b"x", mode), tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://reader:hunter2@db/crm",
        "cannot open mysql://reader:hunter2@db:3306/crm now",
        "postgresql://reader:p@hunter2@db/crm",
        "postgresql://reader:a/hunter2@db/crm",
        "postgresql://db/crm?user=x&password=hunter2&sslmode=require",
        "postgresql://db/crm?sslpassword=hunter2",
        "host=db password=hunter2 dbname=crm",
        "host=db password = 'hunter2' dbname=crm",
        'Server=db;PWD="hunter2";Database=crm',
        "Server=db;Uid=x;Pwd=hunter2",
        '{"password": "hunter2"}',
        "{'api_key': 'hunter2', 'user': 'x'}",
        "access_token=hunter2",
    ],
)
def test_written_passwords_are_taken_out(text):
    assert holds_secret(text)
    assert "hunter2" not in redact(text)
    assert redact(redact(text)) == redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://reader@db:5432/crm?sslmode=require",
        "Access denied for user 'reader'@'db' (using password: YES)",
        'password authentication failed for user "reader"',
        'password = "env:CRM_PASSWORD"',
        "password = 'file:secrets/crm'",
        "exports/2026/clienti.csv",
        "C:\\data\\clienti.xlsx",
        "https://example.com:8443/path",
    ],
)
def test_what_holds_no_password_is_left_as_it_is(text):
    assert redact(text) == text
    assert not holds_secret(text)


@given(st.text(min_size=4, max_size=20).filter(lambda secret: secret.strip() and "***" not in secret), st.text())
def test_a_resolved_secret_never_shows_again(secret, around):
    secrets._resolved.clear()
    secrets._resolved.add(secret)
    shown = redact(f"{around}{secret}{around}")
    assert secret not in shown.replace("***", "")
    assert quote(secret, safe="") not in redact(f"url {quote(secret, safe='')}").replace("***", "")


def test_a_short_secret_goes_only_where_it_stands_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("SHORT", "ab")
    resolve("env:SHORT", tmp_path)
    assert redact("password ab refused, about cab") == "password *** refused, about cab"
