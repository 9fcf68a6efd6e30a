"""Lists in git repositories: shared by a real git server, and read so that nothing in them can do harm."""

import json
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Dlread
from git_server import GitServer, git, started
from hostile_servers import Server

LIST = "catalog: seminar\ntitle: {en: Seminar}\nentries:\n- {key: a, title: {en: A}}\n- {key: b, title: {en: B}}\n"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[GitServer]:
    server = started(tmp_path)
    yield server
    server.close()


def test_two_readers_share_a_list_and_keep_their_own_status(dlread: Dlread, tmp_path: Path, server: GitServer) -> None:
    other = Dlread(tmp_path / "other")
    commit = server.push(lists__seminar_yaml=LIST)
    for reader in (dlread, other):
        reader(f"catalog add {server.url}#lists/seminar.yaml")
    assert f"Version\t{commit}, fetched 20" in dlread("catalog show seminar")
    dlread("mark-read seminar/a")
    other("mark-reading seminar/b")
    server.push(lists__seminar_yaml=LIST.replace("{en: B}", "{en: New B}") + "- {key: c, title: {en: C}}\n")
    for reader in (dlread, other):
        assert reader("catalog update") == "new\tseminar/c\tC\t\nchanged\tseminar/b\tNew B\ttitle\n"
        assert reader("catalog update") == ""
    assert [line.split("\t")[:2] for line in dlread("list --catalog seminar").splitlines()] == [
        ["seminar/a", "read"],
        ["seminar/b", "unread"],
        ["seminar/c", "unread"],
    ]
    assert [line.split("\t")[1] for line in other("list --catalog seminar").splitlines()] == [
        "unread",
        "reading",
        "unread",
    ]


def test_without_a_path_the_readme_is_read(dlread: Dlread, server: GitServer) -> None:
    server.push(README_md="# Awesome Things\n\n- [A](https://a.org)\n", other_txt="x")
    dlread(f"catalog add {server.url} --as things")
    assert dlread("list --catalog things --keys") == "things/a.org\n"
    server.push(catalog_yaml=LIST)
    dlread(f"catalog add {server.url}")
    assert dlread("list --catalog seminar --keys") == "seminar/a\nseminar/b\n"


def test_offline_the_last_copy_counts(dlread: Dlread, server: GitServer) -> None:
    server.push(catalog_yaml=LIST)
    dlread(f"catalog add {server.url}")
    server.close()
    result = dlread.run("catalog update")
    assert result.status == 3
    assert "Failed to connect" in result.err
    assert result.err.endswith("; the last copy counts\n")
    assert dlread("list --catalog seminar --keys").count("\n") == 2


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("link.yaml", "'link.yaml' in the repository at 127.0.0.1 is not a file"),
        ("folder", "'folder' in the repository at 127.0.0.1 is not a file"),
        ("out/passwd", "the repository at 127.0.0.1 has no out/passwd; add #PATH to its address"),
        ("module", "'module' in the repository at 127.0.0.1 is not a file"),
        ("nothing.yaml", "the repository at 127.0.0.1 has no nothing.yaml; add #PATH to its address"),
        ("*.yaml", "the repository at 127.0.0.1 has no *.yaml; add #PATH to its address"),
    ],
)
def test_what_is_no_file_of_the_repository_is_not_read(
    dlread: Dlread, server: GitServer, path: str, error: str
) -> None:
    (server.work / "link.yaml").symlink_to("/etc/passwd")
    (server.work / "out").symlink_to("/etc")
    server.push(folder__x_yaml=LIST)
    commit = git(server.work, "rev-parse", "HEAD")
    git(server.work, "update-index", "--add", "--cacheinfo", f"160000,{commit},module")
    git(server.work, "commit", "-q", "-m", "module")
    git(server.work, "push", "-q", "origin", "main")
    result = dlread.run(["catalog", "add", f"{server.url}#{path}"])
    assert (result.err, result.status) == (f"dlread: {error}\n", 1)
    assert dlread.journals() == ""


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c touch% /tmp/pwned",
        "ext::sh",
        "--upload-pack=touch",
        "-x",
        "file:///etc/list.git",
        "git://example.org/list.git",
        "fd::7",
        "http://example.org/list.git",
        "ssh://-oProxyCommand=touch/x.git",
        "ssh://example.org/-x y.git",
        "git@-oProxyCommand=touch:x.git",
        "git@example.org:-x",
        "https://-x.org/list.git",
        "https://user:password@example.org/list.git",
        "https://example.org/list.git#../x",
        "https://example.org/list.git#/etc/passwd",
        "https://example.org/list.git#-x",
        "https://example.org/list.git#:(glob)x",
        "https://example.org/a\nb.git",
        "git+file:///etc",
        "git+ext::sh",
        "javascript://x",
        "",
    ],
)
def test_an_address_is_never_an_option_or_a_command(dlread: Dlread, address: str) -> None:
    fake = dlread.home / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text("#!/bin/sh\ntouch $HOME/called\n")
    fake.chmod(0o755)
    result = dlread.run(["catalog", "add", "--", address], env={"PATH": f"{fake.parent}:{os.environ['PATH']}"})
    assert result.status in (1, 2), result
    assert result.err.startswith("dlread: ")
    assert result.err.count("\n") == 1
    assert not (dlread.home / "called").exists()
    assert dlread.journals() == ""


def test_an_address_in_the_journal_is_no_safer(dlread: Dlread) -> None:
    dlread.data.mkdir(parents=True)
    line = '{"at": "2026-11-22T13:00:00.000123Z", "key": "catalogs/x", "set": {"subscription": "ext::sh -c id"}}\n'
    (dlread.data / "journal-other.jsonl").write_text(line)
    result = dlread.run("catalog update")
    assert (result.out, result.status) == ("", 1)
    assert "dlread: x: 'ext::sh -c id' is not an address that can be added; " in result.err


def test_git_gets_an_environment_of_its_own(dlread: Dlread, server: GitServer) -> None:
    """Neither the user's settings nor hooks, templates or variables of git reach it."""
    server.push(catalog_yaml=LIST)
    hooks = dlread.home / "hooks"
    hooks.mkdir()
    for name in ("post-checkout", "reference-transaction", "post-fetch"):
        (hooks / name).write_text("#!/bin/sh\ntouch $HOME/ran\n")
        (hooks / name).chmod(0o755)
    (dlread.home / ".gitconfig").write_text(
        f"[core]\n\thooksPath = {hooks}\n\tfsmonitor = touch {dlread.home}/ran\n"
        f'[init]\n\ttemplateDir = {hooks}\n[url "file:///etc/"]\n\tinsteadOf = http://\n'
        f'[credential]\n\thelper = "!touch {dlread.home}/ran"\n[protocol]\n\tallow = always\n'
    )
    env = {
        "GIT_DIR": "/nowhere",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "protocol.ext.allow",
        "GIT_CONFIG_VALUE_0": "always",
        "GIT_ASKPASS": f"touch {dlread.home}/ran",
        "GIT_TRACE": f"{dlread.home}/ran",
    }
    dlread(f"catalog add {server.url}", env=env)
    assert dlread("list --catalog seminar --keys").count("\n") == 2
    assert not (dlread.home / "ran").exists()


@pytest.mark.full_run
def test_a_repository_with_a_great_many_refs_and_files(dlread: Dlread, server: GitServer) -> None:
    commit = server.push(catalog_yaml=LIST)
    refs = "".join(f"create refs/heads/branch-{number} {commit}\n" for number in range(10_000))
    git(server.bare, "update-ref", "--stdin", stdin=refs.encode())
    git(server.bare, "pack-refs", "--all")
    start = time.monotonic()
    dlread(f"catalog add {server.url}")
    assert time.monotonic() - start < 30
    assert dlread("list --catalog seminar --keys").count("\n") == 2


@pytest.mark.full_run
def test_a_huge_file_is_not_read(dlread: Dlread, server: GitServer) -> None:
    """Whether git has to bring it or not: the others of a repository are left where they are."""
    temporary = dlread.home / "tmp"
    temporary.mkdir()
    dlread.env["TMPDIR"] = str(temporary)
    (server.work / "huge.yaml").write_bytes(os.urandom(33 << 20))
    server.push(catalog_yaml=LIST)
    result = dlread.run(f"catalog add {server.url}#huge.yaml")
    assert result.err.startswith("dlread: git cannot read ")
    assert result.err.endswith(": it is larger than 32 MB, or damaged\n")
    assert result.status == 3
    dlread(f"catalog add {server.url}")
    assert dlread("list --catalog seminar --keys").count("\n") == 2
    assert list(temporary.iterdir()) == []


@pytest.mark.full_run
def test_a_bomb_of_zeros_is_refused(dlread: Dlread, server: GitServer) -> None:
    (server.work / "bomb.yaml").write_bytes(bytes(40 << 20))
    server.push(catalog_yaml=LIST)
    result = dlread.run(f"catalog add {server.url}#bomb.yaml")
    assert "larger than" in result.err
    assert result.status in (1, 3)


def test_a_server_that_never_ends(dlread: Dlread) -> None:
    def never(line: object, url: str) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/x-git-upload-pack-advertisement\r\n\r\n")  # type: ignore[attr-defined]
        while True:
            line.sendall(b"001e# service=git-upload-pack\n0000")  # type: ignore[attr-defined]
            time.sleep(0.01)

    server = Server(never)
    start = time.monotonic()
    result = dlread.run(f"catalog add {server.url}/list.git", env={"DLREAD_NETWORK_SECONDS": "0.3"})
    server.close()
    assert time.monotonic() - start < 20
    assert result.status == 3
    assert result.err.count("\n") == 1


def test_a_silent_server_is_left_in_time(dlread: Dlread) -> None:
    held = threading.Event()
    server = Server(lambda line, url: held.wait(20) and None)
    result = dlread.run(f"catalog add {server.url}/list.git", env={"DLREAD_NETWORK_SECONDS": "0.2"})
    held.set()
    server.close()
    assert (result.err, result.status) == (
        "dlread: 127.0.0.1 did not answer within 1.2 seconds; try again later\n",
        3,
    )


def test_what_the_server_says_reaches_no_terminal(dlread: Dlread) -> None:
    body = b"HTTP/1.1 403 \x1b]0;x\x07\r\nContent-Type: text/plain\r\nContent-Length: 9\r\n\r\n\x1b[31mred\n"
    server = Server(lambda line, url: line.sendall(body))
    result = dlread.run(f"catalog add {server.url}/list.git")
    server.close()
    assert result.status == 3
    assert "\x1b" not in result.err


def test_git_that_is_not_installed(dlread: Dlread) -> None:
    result = dlread.run("catalog add https://example.org/list.git", env={"PATH": str(dlread.home)})
    assert (result.err, result.status) == (
        "dlread: git is not installed; install it, or give a file or the address of the file itself\n",
        1,
    )


def test_an_empty_repository(dlread: Dlread, server: GitServer) -> None:
    result = dlread.run(f"catalog add {server.url}")
    assert (result.err, result.status) == ("dlread: the repository at 127.0.0.1 is empty\n", 1)


@pytest.mark.parametrize("form", ["{bare}", "{bare}#catalog.yaml", "{work}", "{work}/#catalog.yaml", "."])
def test_a_repository_of_this_machine(
    dlread: Dlread, server: GitServer, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is committed counts, not the files beside it."""
    commit = server.push(catalog_yaml=LIST)
    (server.work / "catalog.yaml").write_text("not committed")
    monkeypatch.chdir(server.work)
    dlread(["catalog", "add", form.format(bare=server.bare, work=server.work)])
    assert f"Version\t{commit}, fetched 20" in dlread("catalog show seminar")
    assert dlread("list --catalog seminar --keys") == "seminar/a\nseminar/b\n"
    monkeypatch.chdir("/")
    server.push(catalog_yaml=LIST + "- {key: c, title: {en: C}}\n")
    assert dlread("catalog update") == "new\tseminar/c\tC\t\n"


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("{bare}#x.yaml", "the repository at {bare} has no x.yaml; add #PATH to its address"),
        ("{bare}#../x", "'../x' is not a path in a repository; write it like lists/reading.yaml"),
        ("file://{bare}#x.yaml", "'file://{bare}#x.yaml' cannot be added; write only the path: {bare}#x.yaml"),
        ("{bare}/hooks", "cannot read '{bare}/hooks': not a file"),
    ],
)
def test_what_a_path_cannot_lead_to(dlread: Dlread, server: GitServer, address: str, error: str) -> None:
    server.push(catalog_yaml=LIST)
    (server.bare / "hooks").mkdir(exist_ok=True)
    result = dlread.run(["catalog", "add", address.format(bare=server.bare)])
    assert result.err == f"dlread: {error.format(bare=server.bare)}\n"
    assert result.status in (1, 2)


def test_a_file_whose_name_looks_like_a_path_in_a_repository(dlread: Dlread, server: GitServer) -> None:
    server.push(catalog_yaml=LIST)
    path = server.root / "list.git#x.yaml"
    path.write_text(LIST.replace("seminar", "other"))
    dlread(["catalog", "add", str(path)])
    assert dlread("list --catalog other --keys") == "other/a\nother/b\n"


def test_nothing_that_a_repository_of_this_machine_says_is_run(dlread: Dlread, server: GitServer) -> None:
    server.push(catalog_yaml=LIST)
    touch = f"touch {dlread.home}/ran"
    for name, value in {
        "uploadpack.packObjectsHook": touch,
        "core.fsmonitor": touch,
        "core.sshCommand": touch,
        "core.alternateRefsCommand": touch,
        "extensions.partialClone": "origin",
        "remote.origin.promisor": "true",
        "remote.origin.url": str(server.bare),
        "remote.origin.uploadpack": touch,
    }.items():
        git(server.bare, "config", name, value)
    for name in ("post-upload-pack", "pre-receive", "post-checkout"):
        hook = server.bare / "hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\n{touch}\n")
        hook.chmod(0o755)
    dlread(["catalog", "add", str(server.bare)])
    assert dlread("list --catalog seminar --keys") == "seminar/a\nseminar/b\n"
    blob = git(server.bare, "rev-parse", "HEAD:catalog.yaml")
    (server.bare / "objects" / blob[:2] / blob[2:]).unlink()
    assert dlread.run(["catalog", "add", "--as", "other", str(server.bare)]).status == 1
    assert not (dlread.home / "ran").exists()


def test_a_repository_of_another_user_is_read_if_the_reader_trusts_it(dlread: Dlread, server: GitServer) -> None:
    server.push(catalog_yaml=LIST)
    of_others = dlread.home / "bin" / "git"
    of_others.parent.mkdir()
    of_others.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec {shutil.which("git")} "$@"\n')
    of_others.chmod(0o755)
    env = {"PATH": f"{of_others.parent}:{os.environ['PATH']}"}
    subscription = {"at": "2026-11-22T13:00:00.000123Z", "key": "catalogs/seminar", "set": {"subscription": "PATH"}}
    dlread.data.mkdir(parents=True)
    told = json.dumps(subscription).replace("PATH", str(server.bare))
    (dlread.data / "journal-other.jsonl").write_text(told + "\n")
    trust = f"git config --global --add safe.directory {server.bare}"
    error = f"git cannot read {server.bare}: it belongs to another user; if you trust them, run: {trust}"
    result = dlread.run(["catalog", "add", "--as", "own", str(server.bare)], env=env)
    assert (result.err, result.status) == (f"dlread: {error}\n", 1)
    assert dlread.run("catalog update", env=env).err.startswith(f"dlread: seminar: {error}; ")
    git(server.root, "config", "--file", str(dlread.home / ".gitconfig"), "safe.directory", str(server.bare))
    assert (
        dlread.run("catalog update", env=env).err
        == "seminar: 2 entries\nupdated seminar \u00b7 dlread undo takes it back\n"
    )


def test_there_is_a_git_here() -> None:
    """Else the tests above would be skipped where they matter."""
    assert shutil.which("git")
