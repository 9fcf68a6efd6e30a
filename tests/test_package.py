"""The wheel and the sdist: built here, installed elsewhere, with everything in them and one version."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from dlread_cli import __version__

ROOT = Path(__file__).parents[1]
SCRIPTS = "Scripts" if sys.platform == "win32" else "bin"


def built(source: Path, folder: Path, *targets: str) -> Path:
    options = [word for target in targets for word in ("-t", target)]
    subprocess.run([sys.executable, "-m", "hatchling", "build", *options, "-d", folder], cwd=source, check=True)
    return folder


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with both."""
    return built(ROOT, tmp_path_factory.mktemp("dist"), "sdist", "wheel")


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    return distributions / f"dlread_cli-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with the wheel; what it requires is that of the tests, since the internet is not asked."""
    folder = tmp_path_factory.mktemp("elsewhere")
    venv.create(folder, with_pip=False)
    paths = {name: str(folder) for name in ("base", "platbase", "installed_base")}
    packages = Path(sysconfig.get_path("purelib", "venv", paths))
    (packages / "requirements.pth").write_text(sysconfig.get_path("purelib"))
    install = ["install", "-q", "--no-deps", "--no-index", "--disable-pip-version-check", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--python", folder, *install], check=True)
    return folder


def output(elsewhere: Path, home: Path, *words: str) -> str:
    env = os.environ | {"DLREAD_DATA_DIR": str(home / "data"), "DLREAD_CACHE_DIR": str(home / "cache")}
    return subprocess.run(
        [elsewhere / SCRIPTS / "dlread", *words], env=env, stdout=subprocess.PIPE, encoding="utf-8", check=True
    ).stdout


@pytest.mark.full_run
def test_the_wheel_has_the_version_that_the_program_tells(elsewhere: Path, wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        metadata = archive.read(f"dlread_cli-{__version__}.dist-info/METADATA").decode()
    assert f"\nVersion: {__version__}\n" in metadata
    assert output(elsewhere, tmp_path, "--version") == f"dlread {__version__}\n"


def test_an_installed_wheel_has_the_catalogs(elsewhere: Path, tmp_path: Path) -> None:
    (installed,) = elsewhere.rglob("dlread_cli/catalog")
    for path in (ROOT / "catalog").iterdir():
        assert (installed / path.name).read_bytes() == path.read_bytes()
    assert output(elsewhere, tmp_path, "list", "--keys").count("\n") == 44


@pytest.mark.parametrize(
    ("shell", "made", "installed"),
    [
        ("bash", "dlread.bash", "share/bash-completion/completions/dlread"),
        ("zsh", "_dlread", "share/zsh/site-functions/_dlread"),
        ("fish", "dlread.fish", "share/fish/vendor_completions.d/dlread.fish"),
    ],
)
def test_an_installed_wheel_has_the_completions(
    elsewhere: Path, tmp_path: Path, shell: str, made: str, installed: str
) -> None:
    text = (ROOT / "completions" / made).read_text("utf-8")
    assert (elsewhere / installed).read_text("utf-8") == text
    assert output(elsewhere, tmp_path, "completion", shell) == text


def test_an_installed_wheel_has_the_man_page(elsewhere: Path) -> None:
    page = (elsewhere / "share/man/man1/dlread.1").read_bytes()
    assert page == (ROOT / "man/dlread.1").read_bytes()
    assert f'"dlread {__version__}"'.encode() in page


def test_an_installed_wheel_shows_its_man_page(elsewhere: Path, tmp_path: Path) -> None:
    """pipx and uv install it where `man` may not look."""
    assert output(elsewhere, tmp_path, "man").startswith("NAME\n       dlread - a reading list for the terminal")


def test_an_installed_wheel_speaks_chinese(elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (installed,) = elsewhere.rglob("dlread_cli/locale")
    assert sorted(path.name for path in installed.iterdir()) == ["zh.mo", "zh_Hant.mo"]
    monkeypatch.setenv("DLREAD_LANG", "zh")
    assert output(elsewhere, tmp_path, "man").startswith("名称\n       dlread - 终端中的阅读清单")
    for language in ("zh_CN", "zh_TW"):
        page = Path("man") / language / "dlread.1"
        assert (elsewhere / "share/man" / language / "man1/dlread.1").read_bytes() == (ROOT / page).read_bytes()


def test_the_sdist_makes_the_same_wheel(distributions: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(distributions / f"dlread_cli-{__version__}.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    again = built(tmp_path / f"dlread_cli-{__version__}", tmp_path / "again", "wheel") / wheel.name
    assert again.read_bytes() == wheel.read_bytes()


def test_the_sdist_can_be_tested(distributions: Path) -> None:
    with tarfile.open(distributions / f"dlread_cli-{__version__}.tar.gz") as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
    assert {"tests/conftest.py", "tools/renew.py", "requirements/test.txt", "SECURITY.md", "LICENSE"} <= names


# --- what the tests are run with -------------------------------------------------------------------------------------

LOCK = (ROOT / "requirements/test.txt").read_text("utf-8")
RENEW = (
    "uv pip compile --upgrade --universal --python-version 3.11 --extra test pyproject.toml -o requirements/test.txt"
)


def locked() -> dict[str, str]:
    pins = [Requirement(line) for line in LOCK.splitlines() if line and line.strip()[0] != "#"]
    versions = {}
    for pin in pins:
        (only,) = pin.specifier
        assert only.operator == "=="
        versions[canonicalize_name(pin.name)] = only.version
    return versions


def test_the_lock_has_an_allowed_version_of_everything_that_is_required() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    versions = locked()
    for text in project["dependencies"] + project["optional-dependencies"]["test"]:
        one = Requirement(text)
        assert one.specifier.contains(versions[canonicalize_name(one.name)]), f"{text}; run: {RENEW}"


def test_the_lock_is_renewed_as_is_written_and_names_no_server() -> None:
    assert f"#    {RENEW}\n".replace(" --upgrade", "") in LOCK
    assert f"\n{RENEW}\n" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert "://" not in LOCK
    assert "--hash" not in LOCK


def test_from_a_zip_file_it_says_that_it_cannot_run(wheel: Path, tmp_path: Path) -> None:
    call = [sys.executable, "-c", "from dlread_cli.__main__ import main; main()", "list"]
    env = os.environ | {"PYTHONPATH": str(wheel), "DLREAD_DATA_DIR": str(tmp_path), "DLREAD_CACHE_DIR": str(tmp_path)}
    done = subprocess.run(call, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == ("", 1)
    assert done.stderr == (
        f"dlread: there is no {wheel}/dlread_cli/catalog; dlread does not run from a zip file; install it with pip\n"
    )
