"""What can be added as a list, and what it is called then."""

import pytest

from dlread_cli.domain.sources import Source, name, source


@pytest.mark.parametrize(
    ("text", "wanted", "called"),
    [
        ("list.yaml", Source("file", "list.yaml"), "list"),
        ("/a/b/Reading List.md", Source("file", "/a/b/Reading List.md"), "reading-list"),
        ("graphs/README.md", Source("file", "graphs/README.md"), "graphs"),
        ("论文.md", Source("file", "论文.md"), ""),
        ("https://a.org/x/list.yaml?raw=1", Source("web", "https://a.org/x/list.yaml?raw=1"), "list"),
        ("https://github.com/A/awesome-x", Source("git", "https://github.com/A/awesome-x"), "awesome-x"),
        ("https://github.com/A/awesome-x/", Source("git", "https://github.com/A/awesome-x"), "awesome-x"),
        ("https://gitlab.com/a/x.git#l/y.yaml", Source("git", "https://gitlab.com/a/x.git", "l/y.yaml"), "y"),
        ("git+https://a.org/x", Source("git", "https://a.org/x"), "x"),
        ("https://a.org/x.git#README.md", Source("git", "https://a.org/x.git", "README.md"), "x"),
        ("ssh://git@a.org:22/x/y.git", Source("git", "ssh://git@a.org:22/x/y.git"), "y"),
        ("git@a.org:x/y.git#z.md", Source("git", "git@a.org:x/y.git", "z.md"), "z"),
        ("http://localhost:8000/l.yaml", Source("web", "http://localhost:8000/l.yaml"), "l"),
        (
            "https://github.com/A/awesome-x/blob/main/README.md",
            Source("web", "https://raw.githubusercontent.com/A/awesome-x/main/README.md"),
            "awesome-x",
        ),
    ],
)
def test_where_a_list_comes_from(text: str, wanted: Source, called: str) -> None:
    assert source(text) == wanted
    assert source(wanted.text) == wanted
    assert name(wanted) == called
