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
_PERCENT = str.maketrans({char: f"%{ord(char):02X}" for char in "{}\\ ^"})

LETTERS = "aa AA ae AE dh DH dj DJ i j l L ng NG o O oe OE ss th TH"
SIGNS = """
    copyright dag ddag dots ldots P pounds S slash TeX LaTeX textasciicircum textasciitilde textbackslash textbraceleft
    textbraceright textbullet textcopyright textdegree textellipsis textemdash textendash textexclamdown textmu
    textquestiondown textquotedblleft textquotedblright textquoteleft textquoteright textquotesingle textregistered
    texttrademark textunderscore
"""
FACES = "bf em it rm sc sf sl tt normalfont itshape scshape bfseries"
MATHS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma
    tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar
    partial nabla infty aleph forall exists in notin subset subseteq cup cap times cdot cdots ast star circ pm
    mp div le leq ge geq ll gg ne neq approx sim simeq equiv propto to rightarrow leftarrow leftrightarrow
    Rightarrow mapsto perp parallel oplus otimes sum prod int log ln exp min max sup inf lim arg det dim dagger
    prime quad
"""
TAKING = """
    b c d H k r t u v emph textbf textit textmd textnormal textrm textsc textsf textsl texttt textup textsubscript
    textsuperscript mbox
"""
MATHS_TAKING = """
    mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt bar breve check dot ddot hat tilde vec overline underline
    widehat widetilde sqrt
"""
_IN_TEXT = frozenset(f"{LETTERS} {SIGNS} {FACES} {TAKING}".split())
_IN_MATHS = frozenset(f"{MATHS} {MATHS_TAKING}".split())
_TAKE = frozenset(f"{TAKING} {MATHS_TAKING}".split())
"""These must be followed by something: they would take what ends the field."""

_TOKEN = re.compile(
    r"""  \\url[ ]?\{(?P<url>[^{}]*)\}
        | \\(?P<word>[A-Za-z]+)
        | (?P<accent>\\[`'^"~=.])(?=[ ]?(?:[A-Za-z{]|\\[ij](?![A-Za-z@])))
        | (?P<plain>\\[&%$\#_,;:!/\ -])
        | (?P<brace>\\[{}])
        | (?P<math>\$[^$]+\$)
        | (?P<special>[\\%$\#&_^])
    """,
    re.VERBOSE,
)
_MATHS_TOKEN = re.compile(
    r"\\frac(?=\{(?:[^{}]|\{[^{}]*\})*\}\{)|\\(?P<word>[A-Za-z]+)|\\[,;:! ]|[_^](?=[A-Za-z0-9{\\])|[^\\%#&_^]"
)
_OWN_MATHS = re.compile(
    r"((?:(?<![\w$\\])|(?<=\w)(?=\$[_^]))\$(?! )[A-Za-z0-9 ^_{}+=(),./*<>|'\[\]:;!\\-]+(?<! )\$(?![\d$]))"
)
"""The closing dollar stands before no digit, the opening one behind a word only if that has an index."""
_PROSE = re.compile(r"[A-Za-z0-9] +\(?[A-Za-z]{2,}")
_OPERATORS = "frac log ln exp min max sup inf lim arg det dim"
_WRONG_SCRIPT = re.compile(
    rf"[_^]\\(?:{'|'.join(f'{MATHS_TAKING} {_OPERATORS}'.split())})(?![A-Za-z])"
    r"|(?P<script>[_^])(?:\w|\\[A-Za-z]+|\{[^{}]*\}) *(?P=script)"
)
"""TeX would stop at it."""
_FOLLOWED = re.compile(r" ?(?:[A-Za-z0-9{]|\\[ij](?![A-Za-z@]))")
_ENDED = re.compile(r"[^@]|\Z")
"""Where `@` is a letter, as in LaTeX's own files, `\\in@` is another command than `\\in`."""
_SPECIAL = re.compile(r"\\|\{|\}|~|\^|&|%|\$|#|_|-(?=-)|`(?=`)|'(?=')")
"""Also what TeX would print as one sign together with the next. Much faster than `translate`: as all alternatives begin
with a character, `re` skips to where one may be."""


def escaped(text: str) -> str:
    """Our own words, as TeX that prints them."""
    return " ".join(_literal(text).split())


def with_maths(text: str) -> str:
    """Our own words, of which `$L_2$` is mathematics; as in pandoc, `$5 and $10` are prices."""
    if "$" not in text:
        return escaped(text)
    parts = _OWN_MATHS.split(text)  # words and mathematics by turns
    return " ".join("".join(map(_words_or_maths, parts)).split())


def _words_or_maths(part: str) -> str:
    is_maths = _OWN_MATHS.fullmatch(part) and _is_mathematics(part[1:-1]) and not _WRONG_SCRIPT.search(part)
    return part if is_maths else _literal(part)


def escaped_lines(text: str) -> str:
    """The same for words on several lines, indented or not; none of them begins with `@`, where a file has an entry."""
    return "\n".join(_escaped_line(line) for line in text.split("\n"))


def _escaped_line(line: str) -> str:
    """With what prints nothing at either end that is a space."""
    return re.sub(r"^(?=[ @])|(?<= )(?=$)", "{}", _literal(line))


def _literal(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPED.get(found[0]) or found[0] + "{}", clean(text))


def verbatim(text: str) -> str:
    """Addresses are printed as they stand: no TeX in them, and what could end the field is percent-encoded."""
    return clean(text).strip().translate(_PERCENT)


def harmless(text: str) -> str:
    """Somebody else's TeX: accents, braces, faces and mathematics stay, everything else is printed as it is written."""
    text = " ".join(clean(text).split())
    made = _TOKEN.sub(_token, text)
    return made if is_balanced(made) else escaped(text)


def is_balanced(text: str, deepest: int = 20) -> bool:
    """As BibTeX counts, for which a brace behind a backslash is a brace."""
    depth = 0
    for found in re.finditer("[{}]", text):
        depth += 1 if found[0] == "{" else -1
        if not 0 <= depth <= deepest:
            return False
    return not depth


def _token(found: re.Match[str]) -> str:
    whole = found[0]
    if (url := found["url"]) is not None:
        return rf"\url{{{_in_url(url)}}}"
    if word := found["word"]:
        return whole if word in _IN_TEXT and _is_used_well(found) else rf"\textbackslash{{}}{word}"
    if found["accent"] or found["plain"]:
        return whole
    if found["brace"]:
        return _ESCAPED[whole[1]]
    if found["math"]:
        return whole if _is_mathematics(whole[1:-1]) else rf"\${_TOKEN.sub(_token, whole[1:-1])}\$"
    return _ESCAPED[whole]


def _is_used_well(found: re.Match[str]) -> bool:
    after = _FOLLOWED if found["word"] in _TAKE else _ENDED
    return after.match(found.string, found.end()) is not None


def _is_mathematics(text: str) -> bool:
    """Nothing else, and nothing that would go on after it."""
    if _PROSE.search(re.sub(r"\\[A-Za-z]+", r"\\", text)):
        return False
    place = 0
    while found := _MATHS_TOKEN.match(text, place):
        if found["word"] and not (found["word"] in _IN_MATHS and _is_used_well(found)):
            return False
        place = found.end()
    return place == len(text) and is_balanced(text)


def _in_url(url: str) -> str:
    """The percent sign would begin a comment where the field is the argument of something."""
    return re.sub(r"(?=[%#])", r"\\", verbatim(re.sub(r"\\([%#_&~$])", r"\1", url)))
