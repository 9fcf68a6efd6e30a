"""dlread course: the course on one screen."""

from conftest import Dlread


def test_the_course_fits_one_screen_with_what_is_next(dlread: Dlread, terminal) -> None:
    dlread("mark-read step1-network step2-loss")
    lines = terminal("course").lines
    assert len(lines) <= 24
    assert lines[:5] == [
        "Deep learning in a day                   ██░░░░░░░░░░░░░░░░░░    2 of 25",
        "  Introduction of Deep Learning          ████████░░░░░░░░░░░░    2 of 5",
        "    Three Steps for Deep Learning  lee-three-steps  2 of 3",
        "      ● lee-step1-network  ● lee-step2-loss  ○ lee-step3-gradient-descent ←",
        "    ○ lee-why-deep  ○ lee-hello-keras",
    ]


def test_a_narrow_terminal_has_room_for_every_number(terminal) -> None:
    lines = terminal("course", columns=50).lines
    assert lines[:4] == [
        "Deep learning in a day            ░░░░░    0 of 25",
        "  Introduction of Deep Learning   ░░░░░    0 of 5",
        "    Three Steps for Deep…  lee-three-steps  0 of 3",
        "      ○ lee-step1-network ←  ○ lee-step2-loss",
    ]
    assert [line for line in lines if line.startswith(("lee-", "0 of", "of "))] == []


def test_a_pipe_gets_the_sections(dlread: Dlread) -> None:
    assert dlread("course --keys").split()[:2] == ["lee-intro", "lee-three-steps"]
    assert len(dlread("course").splitlines()) == 34


LIST = """\
catalog: seminar
title: {en: Seminar}
entries:
- {key: week-1, kind: section, title: {en: Week 1}}
- {key: a, parent: week-1, title: {en: A}}
- {key: b, parent: week-1, title: {en: B}}
- {key: week-2, kind: section, title: {en: Week 2}}
- {key: c, parent: week-2, title: {en: C}, read_first: [{key: a}]}
"""


def test_any_catalog_with_sections_is_a_course(dlread: Dlread, terminal) -> None:
    (dlread.home / "list.yaml").write_text(LIST)
    dlread(f"catalog add {dlread.home}/list.yaml")
    dlread("mark-read seminar/a")
    assert terminal("course seminar").lines == [
        "Seminar   ███████░░░░░░░░░░░░░    1 of 3",
        "  Week 1  ██████████░░░░░░░░░░    1 of 2",
        "    ● seminar/a  ○ seminar/b",
        "  Week 2  ░░░░░░░░░░░░░░░░░░░░    0 of 1",
        "    ○ seminar/c ←",
    ]
    assert dlread("course seminar --keys").split() == [f"seminar/{key}" for key in ("week-1", "a", "b", "week-2", "c")]
    assert dlread("course --keys").split()[-2:] == ["seminar/week-1", "seminar/week-2"]


def test_a_catalog_without_sections_is_none(terminal) -> None:
    assert terminal("course dl-research-2019").lines == [
        "dl-research-2019 has no sections; dlread list --catalog dl-research-2019 lists",
        "its entries",
    ]
