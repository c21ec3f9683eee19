"""Breaking words into lines of a given width, in dots, with two weights in one paragraph."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.printing.fonts import printable

Measure = Callable[[str, int, bool], int]


@dataclass(frozen=True, slots=True)
class Word:
    """One word with its width in dots."""

    text: str
    is_bold: bool
    width: int


WordLine = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Wrapper:
    """Breaks text of one ``size`` as ``measure`` sees it."""

    measure: Measure
    size: int

    def words(self, text: str, *, is_bold: bool, width: int) -> list[Word]:
        """Return the words of a text, checked for missing glyphs, none wider than ``width``."""
        drawn = printable(text, "Sans-Bold" if is_bold else "Sans")
        return [
            Word(part, is_bold, self.measure(part, self.size, is_bold))
            for word in drawn.split(" ")
            if word
            for part in self._parts(word, is_bold=is_bold, width=width)
        ]

    def lines(self, words: Iterable[Word], width: int) -> list[WordLine]:
        """Return the words filled greedily into lines of at most ``width`` dots."""
        lines: list[WordLine] = []
        line: list[Word] = []
        used = 0
        for word in words:
            needed = word.width + (self.space if line else 0)
            if line and used + needed > width:
                lines.append(tuple(line))
                line, used, needed = [], 0, word.width
            line.append(word)
            used += needed
        return [*lines, tuple(line)] if line else lines

    def balanced(self, words: list[Word], width: int) -> list[WordLine]:
        """Return as few lines as ``width`` allows, of about equal length."""
        best = self.lines(words, width)
        low = max((word.width for word in words), default=0)
        high = width
        while len(best) > 1 and low < high:
            middle = (low + high) // 2
            tried = self.lines(words, middle)
            if len(tried) > len(best):
                low = middle + 1
            else:
                best, high = tried, middle
        return best

    def width(self, line: WordLine) -> int:
        """Return the width of a line in dots."""
        return sum(word.width for word in line) + self.space * (len(line) - 1)

    @property
    def space(self) -> int:
        """The width of a space."""
        return self.measure(" ", self.size, False)

    def _parts(self, word: str, *, is_bold: bool, width: int) -> Iterable[str]:
        """Cut a word that fits no line (an address of the web) where it must be cut."""
        start = 0
        for end in range(1, len(word) + 1):
            if self.measure(word, self.size, is_bold) <= width:
                break
            if end - start > 1 and self.measure(word[start:end], self.size, is_bold) > width:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]
