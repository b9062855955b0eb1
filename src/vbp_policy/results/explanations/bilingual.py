"""The same words in English and in Chinese."""

from typing import NamedTuple

__all__ = ["Words", "joined", "literal"]


class Words(NamedTuple):
    """The same words in both languages; braces in them name figures of a step."""

    en: str
    zh: str

    def said_in(self, lang: str) -> str:
        """Give the words in one language."""
        return self.zh if lang == "zh" else self.en


def joined(*sentences: Words) -> Words:
    """Put sentences one after another."""
    return Words(" ".join(each.en for each in sentences), "".join(each.zh for each in sentences))


def literal(text: str) -> str:
    """Give a text that comes from a result, as words in which no brace names a figure."""
    return text.replace("{", "{{").replace("}", "}}")
