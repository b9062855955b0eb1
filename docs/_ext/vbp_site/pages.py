"""Blocks of a page that are computed: what stands for each of them in the page's source."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from vbp_policy import notices

from . import assumptions, clauses, readings, reference
from .markup import shown, table

__all__ = ["BLOCK", "BLOCKS", "as_shown", "expanded", "lang_of"]

ROOT = Path(__file__).resolve().parents[3]
BLOCK = re.compile(r"^```\{(vbp-[a-z]+)\} ?(\S*)\n```$", re.MULTILINE)


def lang_of(page: str) -> str:
    """Give the language of a page.

    >>> lang_of("zh/readings"), lang_of("tutorial.zh-CN"), lang_of("index")
    ('zh', 'zh', 'en')
    """
    return "zh" if page.startswith("zh/") or page.endswith(".zh-CN") else "en"


def _names(page: str, lang: str) -> str:
    del lang
    if page == "money":
        return _module("money", "en")
    names = reference.names_on(page)
    return _with_summary("vbp_policy", names, names)


def _module(module: str, lang: str) -> str:
    del lang
    names = reference.names_in(module)
    short = module.rpartition(".")[2]
    shown = [f"{short}.{name}" for name in names]
    return _with_summary(f"vbp_policy.{module}", names, shown)


def _with_summary(prefix: str, names: list[str], shown: list[str]) -> str:
    entries = reference.directives(prefix, names)
    return f"{reference.summary(prefix, names, shown)}\n```{{eval-rst}}\n{entries}\n```\n"


def _file(name: str, lang: str) -> str:
    """Give a page that stands beside `docs`, below its title, its links from within `docs`."""
    del lang
    text = ROOT.joinpath(name).read_text(encoding="utf-8")
    below = text.partition("\n# ")[2].partition("\n")[2] if name == "README.md" else text
    return below.replace("](docs/", "](").replace("](CHANGELOG.md)", "](changelog.md)")


def _notices(_: str, lang: str) -> str:
    heads = {
        "en": ("Notice", "Issued", "In force from", "Title"),
        "zh": ("文号", "印发", "实施", "标题"),
    }
    rows = [
        (
            each.number,
            shown(each.issued_on, lang),
            shown(each.effective_on, lang),
            each.title_zh if lang == "zh" else each.title,
        )
        for each in (getattr(notices, name) for name in notices.__all__)
    ]
    return table(heads[lang], rows)


BLOCKS: Mapping[str, Callable[[str, str], str]] = {
    "vbp-reading": lambda field, lang: readings.question(field, lang, "clauses.md"),
    "vbp-presets": lambda _, lang: readings.presets(lang),
    "vbp-register": lambda notice, lang: clauses.register(getattr(notices, notice), lang),
    "vbp-assumptions": lambda _, lang: assumptions.assumptions(lang),
    "vbp-file": _file,
    "vbp-notices": _notices,
    "vbp-names": _names,
    "vbp-module": _module,
}
"""What each block gives, by what it is called with and the language of the page."""


def expanded(source: str, page: str) -> str:
    """Give a page's source with every computed block filled in."""
    return BLOCK.sub(lambda found: BLOCKS[found[1]](found[2], lang_of(page)), source)


_FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
_CHINESE = "[\u3000-\u9fff\uff00-\uffef“”`]"


def as_shown(source: str) -> str:
    r"""Drop what only the source needs: the blank line that ends a doctest, breaks in Chinese.

    >>> as_shown("按月抵扣，\n余额退回\n")
    '按月抵扣，余额退回\n'
    """
    parts = _FENCED.split(source)
    for number, part in enumerate(parts):
        if number % 2:
            parts[number] = part.replace("\n\n```", "\n```")
        else:
            parts[number] = re.sub(rf"(?<={_CHINESE})\n(?={_CHINESE})", _unbroken, part)
    return "".join(parts)


def _unbroken(found: re.Match[str]) -> str:
    """Keep the break where either side is code in an English sentence."""
    around = found.string[found.start() - 1] + found.string[found.end()]
    return "\n" if around == "``" else ""
