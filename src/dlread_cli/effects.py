"""Whether this command has shown, asked or recorded anything yet; until then it may be run once more from its start."""

has_begun = False


def begin() -> None:
    global has_begun
    has_begun = True
