"""How far apart two spellings are. Pure."""

from collections.abc import Iterable


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, leave out, replace, or swap with their neighbour; more than `most` is `most + 1`.

    Optimal string alignment (Boytsov, ACM JEA 16, 2011).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        now = [i]
        for j, match in enumerate(other, 1):
            cost = min(row[j] + 1, now[j - 1] + 1, row[j - 1] + (letter != match))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == match:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most:
            return most + 1
        before, row = row, now
    return min(row[-1], most + 1)


def tolerance(word: str) -> int:
    """How many wrong letters are likely a typing error, and not another word."""
    return 0 if len(word) < 4 else 1 if len(word) < 6 else 2


def near(word: str, spellings: Iterable[str], most: int | None = None) -> list[tuple[int, str]]:
    """(distance, spelling) of those within the tolerance or `most`, the nearest first; not the word itself."""
    most = tolerance(word) if most is None else most
    letters = set(word)
    likely = (one for one in set(spellings) if len(letters ^ set(one)) <= 2 * most)
    found = [(distance(word, one, most), one) for one in likely]
    return sorted(one for one in found if 0 < one[0] <= most)
