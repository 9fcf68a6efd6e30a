r"""TeX as the text that it prints: `Gödel` of `G{\"o}del`. Pure; the inverse of `tex.escaped`.

One pass of one expression, so that the depth of braces does not matter. A percent sign begins no comment. What we don't
know stays as it is written: most mathematics, and unknown commands with what they take.
"""

import re
import unicodedata
from functools import lru_cache

from dlread_cli.formats import tex


def _table(names: str, signs: str) -> dict[str, str]:
    return dict(zip(names.split(), signs.split(), strict=True))


_MARKS = _table(
    "` ' ^ \" ~ = . b c d H k r t u v",
    "\u0300 \u0301 \u0302 \u0308 \u0303 \u0304 \u0307 \u0331 \u0327 \u0323 \u030b \u0328 \u030a \u0361 \u0306 \u030c",
)
_PRINTED = (
    _table(tex.LETTERS, "å Å æ Æ ð Ð đ Đ ı ȷ ł Ł ŋ Ŋ ø Ø œ Œ ß þ Þ")
    | _table(tex.SIGNS, r"© † ‡ … … ¶ £ § / TeX LaTeX ^ ~ \ { } • © ° … — – ¡ µ ¿ “ ” ‘ ’ ' ® ™ _")
    | _table("textbar textless textgreater euro texteuro BibTeX", "| < > € € BibTeX")
    | dict.fromkeys([*tex.FACES.split(), *tex.TAKING.split(), "ensuremath", "text"], "")
    | dict.fromkeys(["par", "newline"], "\n")
)
_IN_MATHS = _table(
    tex.MATHS,
    "α β γ δ ε ε ζ η θ ϑ ι κ λ μ ν ξ π ρ σ τ υ φ φ χ ψ ω Γ Δ Θ Λ Ξ Π Σ Υ Φ Ψ Ω ℓ ℏ ∂ ∇ ∞ ℵ ∀ ∃ ∈ ∉ ⊂ ⊆ ∪ ∩ × ⋅ ⋯ ∗ ⋆ ∘"
    " ± ∓ ÷ ≤ ≤ ≥ ≥ ≪ ≫ ≠ ≠ ≈ ∼ ≃ ≡ ∝ → → ← ↔ ⇒ ↦ ⟂ ∥ ⊕ ⊗ ∑ ∏ ∫ log ln exp min max sup inf lim arg det dim † ′ \\quad",
)
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_LOWERED = str.maketrans("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")
_SIGNS = dict.fromkeys("!/-", "") | dict.fromkeys(" ,;:", " ") | {"\\": "\n"}
_RUNS = {"--": "–", "---": "—", "``": "“", "''": "”", "~": " ", "{": "", "}": ""}

_MAY_BE_TEX = re.compile(r"\\|\{|\}|\$|~|--|``|''")
"""Alternatives that all begin with a character, in both expressions: `re` then skips to where one may be."""
_TOKEN = re.compile(
    rf"""  \\url[ ]?\{{(?P<url>[^{{}}]*+)\}}
        | \\(?P<accent>[`'^"~=.]|[bcdHkrtuv](?![A-Za-z]))[ ]*+\{{?
          (?:(?P<letter>[^\W\d_])|\\(?P<dotless>[ij])(?![A-Za-z])[ ]*+|\}})
        | \\(?P<word>{"|".join(sorted({**_PRINTED, **_IN_MATHS}, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|[ ]++)?
        | \\[A-Za-z]++\*?(?:\{{(?:[^{{}}]|\{{[^{{}}]*+\}})*+\}})*+
        | \\(?P<sign>[&%$\#_{{}}\ ,;:!/\\-])
        | \$[ ]?\\(?P<symbol>[A-Za-z]++)[ ]?\$
        | \$(?P<raised>[_^])\{{?(?P<digit>[0-9+-])\}}?\$
        | \$(?:[^$\\]|\\.)++\$
        | ---?|``|''|~|\{{|\}}
    """,
    re.VERBOSE,
)


@lru_cache(maxsize=1_000)
def plain(text: str) -> str:
    """What it prints; spaces and ends of lines stay."""
    return _TOKEN.sub(_printed, text) if _MAY_BE_TEX.search(text) else text


def _printed(found: re.Match[str]) -> str:
    if (run := _RUNS.get(found[0])) is not None:
        return run
    if accent := found["accent"]:
        letter = found["letter"] or found["dotless"]
        return unicodedata.normalize("NFC", letter + _MARKS[accent]) if letter else accent * (not accent.isalpha())
    if word := found["word"]:
        return _PRINTED[word] if word in _PRINTED else _IN_MATHS[word]
    if sign := found["sign"]:
        return _SIGNS.get(sign, sign)
    if symbol := found["symbol"]:
        return _IN_MATHS.get(symbol, found[0])
    if digit := found["digit"]:
        return digit.translate(_RAISED if found["raised"] == "^" else _LOWERED)
    return address(found["url"]) if found["url"] is not None else found[0]


def address(text: str) -> str:
    r"""An address as it is meant: of `\url{..}`, `{\_}` and the like, which some programs put in."""
    if not re.search(r"[\\{}]", text):
        return text.strip()
    text = re.sub(r"^\s*\{?\s*\\url\s*\{(.*)\}\s*\}?\s*$", r"\1", text, flags=re.DOTALL)
    text = re.sub(r"\{?\\(?:textasciitilde|~)(?:\{\})?\}?|\{?\$\\sim\$\}?", "~", text)
    return re.sub(r"\{?\\([%#_&~$^{}-])\}?", r"\1", text).strip("{} \n\t")
