import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from regia.errors.company import CompanyFileUnwritable, CompanyLocked
from regia.workspace.lock import company_lock, holder

HOLD = """
import sys
from pathlib import Path
from regia.workspace.lock import company_lock
with company_lock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other(tmp_path):
    """Another process that holds the lock until it is told to end."""
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_another_process_is_refused_and_told_who_holds_it(tmp_path, other):
    with pytest.raises(CompanyLocked) as caught, company_lock(tmp_path):
        pass
    assert f"processo {other.pid}" in caught.value.what("it")
    held = holder(tmp_path)
    assert held
    assert held.pid == other.pid
    assert timedelta() <= datetime.now(UTC) - held.since < timedelta(minutes=1)


def test_a_killed_holder_frees_it(tmp_path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    with company_lock(tmp_path):
        assert holder(tmp_path).pid == os.getpid()


def test_it_is_free_again_afterwards_even_after_an_error(tmp_path):
    with pytest.raises(KeyError), company_lock(tmp_path):
        raise KeyError
    with company_lock(tmp_path):
        pass
    assert holder(tmp_path) is None
    assert (tmp_path / ".regia").stat().st_mode & 0o777 == 0o700


def test_another_thread_is_refused(tmp_path):
    told = []

    def attempt():
        try:
            with company_lock(tmp_path):
                told.append("held twice")
        except CompanyLocked:
            told.append("refused")

    with company_lock(tmp_path):
        thread = Thread(target=attempt)
        thread.start()
        thread.join()
    assert told == ["refused"]


def test_another_name_is_another_lock(tmp_path):
    with company_lock(tmp_path), company_lock(tmp_path, name="regia.toml.lock"):
        pass


def test_a_wait_lets_the_holder_finish(tmp_path, other):
    other.stdin.close()
    with company_lock(tmp_path, wait_seconds=10):
        assert holder(tmp_path).pid == os.getpid()


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / ".regia").write_text("a file in the way")
    with pytest.raises(CompanyFileUnwritable), company_lock(tmp_path):
        pass
