"""storage/machine.py: one machine has one name, whatever is deleted, moved or restarted."""

import shlex
import subprocess
from pathlib import Path

import pytest
from conftest import PROGRAM, Dlread

pytestmark = pytest.mark.full_run


def journals_of(dlread: Dlread) -> list[str]:
    return sorted(path.name for path in dlread.data.glob("journal-*.jsonl"))


def test_a_cache_that_is_deleted_takes_no_step_of_undo_with_it(dlread: Dlread) -> None:
    cache = dlread.home / "elsewhere"
    dlread.env["DLREAD_CACHE_DIR"] = str(cache)
    dlread("mark-read smac")
    for path in cache.iterdir():
        path.unlink() if path.is_file() else [*map(Path.unlink, path.iterdir()), path.rmdir()]
    dlread("mark-read sdr")
    assert len(journals_of(dlread)) == 1
    dlread("undo")
    dlread("undo")
    assert dlread("list --status read") == ""


def test_a_name_that_an_older_version_kept_in_a_moved_cache_is_kept(dlread: Dlread) -> None:
    cache = dlread.home / "elsewhere"
    dlread("mark-read smac", env={"DLREAD_CACHE_DIR": str(cache), "DLREAD_STATE_DIR": str(cache)})
    dlread.env["DLREAD_CACHE_DIR"] = str(cache)
    dlread("undo")
    assert dlread.status("smac") == "unread"
    for path in cache.glob("machine-*"):
        path.unlink()
    dlread("mark-read sdr")
    assert len(journals_of(dlread)) == 1


CONTAINER = """
for id in /etc/machine-id /var/lib/dbus/machine-id; do [ ! -e $id ] || mount --bind "$ID" $id || exit 99; done
hostname "$NAME" && exec "$0" "$@"
"""


def in_a_container(dlread: Dlread, host: str, line: str, id_: str = "") -> None:
    file = dlread.home / "id"
    file.write_text(id_)
    done = subprocess.run(
        ["unshare", "-rmu", "bash", "-c", CONTAINER, PROGRAM, *shlex.split(line)],
        env=dlread.env | {"ID": str(file), "NAME": host},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == 99 or done.stderr.startswith("unshare:"):
        pytest.skip("needs the right to mount and to name a host of its own (unshare -rmu)")
    assert done.returncode == 0, done.stderr


def test_a_container_without_a_machine_id_keeps_its_name_under_each_new_host_name(dlread: Dlread) -> None:
    in_a_container(dlread, "3f2a9c", "mark-read smac")
    in_a_container(dlread, "b81d07", "mark-read sdr")
    in_a_container(dlread, "77aa01", "undo")
    assert len(journals_of(dlread)) == 1
    assert dlread("list --keys --status read") == "smac\n"


def test_a_home_that_was_copied_to_another_machine_gets_a_name_of_its_own(dlread: Dlread) -> None:
    in_a_container(dlread, "one", "mark-read smac", id_="1" * 32)
    in_a_container(dlread, "one", "mark-read sdr", id_="2" * 32)
    assert len(journals_of(dlread)) == 2
