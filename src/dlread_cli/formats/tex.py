"""Text as TeX: our own words escaped, other people's TeX without anything that acts. Pure.

TeX can read and write files, and redefine what follows. Of its commands only those stand that print a character or
set the type of a word; every other one is printed as the letters that it is made of.
"""

import re

from dlread_cli.domain.text import clean

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: "\\" + char for char in "&%$#_"},
}
_SPECIAL = str.maketrans(_ESCAPED)
_PERCENT = str.maketrans({char: f"%{ord(char):02X}" for char in "{}\\ ^"})

_LETTERS = "aa AA ae AE dh DH dj DJ i j l L ng NG o O oe OE ss th TH"
_SIGNS = """
    copyright dag ddag dots ldots P pounds S slash TeX LaTeX textasciicircum textasciitilde textbackslash textbraceleft
    textbraceright textbullet textcopyright textdegree textellipsis textemdash textendash textexclamdown textmu
    textquestiondown textquotedblleft textquotedblright textquoteleft textquoteright textquotesingle textregistered
    texttrademark textunderscore
"""
_FACES = "bf em it rm sc sf sl tt normalfont itshape scshape bfseries"
_MATHS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma
    tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar
    partial nabla infty aleph forall exists in notin subset subseteq cup cap times cdot cdots ast star circ pm
    mp div le leq ge geq ll gg ne neq approx sim simeq equiv propto to rightarrow leftarrow leftrightarrow
    Rightarrow mapsto perp parallel oplus otimes sum prod int log ln exp min max sup inf lim arg det dim dagger
    prime quad
"""
_TAKING = """
    b c d H k r t u v emph textbf textit textmd textnormal textrm textsc textsf textsl texttt textup
    textsubscript textsuperscript mbox ensuremath mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt bar
    breve check dot ddot hat tilde vec overline underline widehat widetilde frac sqrt
"""
_PRINTS = frozenset(f"{_LETTERS} {_SIGNS} {_FACES} {_MATHS}".split())
_KNOWN = _PRINTS | frozenset(_TAKING.split())
"""Those that take something must be followed by it: they would take what ends the field."""

_TOKEN = re.compile(
    r"""  \\url[ ]?\{(?P<url>[^{}]*)\}
        | \\(?P<word>[A-Za-z]+)
        | (?P<accent>\\[`'^"~=.])(?=[ ]?[A-Za-z{\\])
        | (?P<plain>\\[&%$\#_,;:!/\ -])
        | (?P<brace>\\[{}])
        | (?P<math>\$[^$]+\$)
        | (?P<special>[\\%$\#&_^])
    """,
    re.VERBOSE,
)
_FOLLOWED = re.compile(r" ?[A-Za-z0-9{\\]")
_ENDED = re.compile(r"[^@]|\Z")
"""Where `@` is a letter, as in LaTeX's own files, `\\in@` is another command than `\\in`."""


def escaped(text: str) -> str:
    """Our own words, as TeX that prints them."""
    return " ".join(clean(text).translate(_SPECIAL).split())


def verbatim(text: str) -> str:
    """Addresses are printed as they stand: no TeX in them, and what could end the field is percent-encoded."""
    return clean(text).strip().translate(_PERCENT)


def harmless(text: str) -> str:
    """Somebody else's TeX: accents, braces, faces and mathematics stay, everything else is printed as it is written."""
    text = " ".join(clean(text).split())
    made = _made(text, in_math=False)
    return made if is_balanced(made) else escaped(text)


def is_balanced(text: str, deepest: int = 20) -> bool:
    """As BibTeX counts, for which a brace behind a backslash is a brace."""
    depth = 0
    for found in re.finditer("[{}]", text):
        depth += 1 if found[0] == "{" else -1
        if not 0 <= depth <= deepest:
            return False
    return not depth


def _made(text: str, in_math: bool) -> str:
    return _TOKEN.sub(lambda found: _token(found, in_math), text)


def _token(found: re.Match[str], in_math: bool) -> str:
    whole = found[0]
    if (url := found["url"]) is not None:
        return rf"\url{{{_in_url(url)}}}"
    if word := found["word"]:
        after = _ENDED if word in _PRINTS else _FOLLOWED
        stands = word in _KNOWN and after.match(found.string, found.end())
        return whole if stands else rf"\textbackslash{{}}{word}"
    if found["accent"] or found["plain"]:
        return whole
    if found["brace"]:
        return _ESCAPED[whole[1]]
    if found["math"]:
        inner = _made(whole[1:-1], in_math=True)
        if not in_math and is_balanced(inner):
            return f"${inner}$"
        return rf"\${_made(whole[1:-1], in_math)}\$"
    is_script = in_math and whole in ("_", "^", "&") and found.string[found.end() : found.end() + 1] != "^"
    return whole if is_script else _ESCAPED[whole]


def _in_url(url: str) -> str:
    """The percent sign would begin a comment where the field is the argument of something."""
    return re.sub(r"(?=[%#])", r"\\", verbatim(re.sub(r"\\([%#_&~$])", r"\1", url)))
