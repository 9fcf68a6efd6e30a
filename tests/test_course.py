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
