"""Check a built site: links within it lead somewhere, and nothing is fetched from elsewhere."""

import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

_FETCHED = {"audio", "embed", "iframe", "img", "script", "source", "video"}


class Page(HTMLParser):
    """The links, the names that links may lead to, and what a browser fetches for the page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.links: list[str] = []
        self.names: set[str] = set()
        self.fetched: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element's name and what it refers to."""
        given = {name: value or "" for name, value in attrs}
        self.names |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") not in ("canonical", "search"):
            self.fetched.append(given.get("href", ""))
        if tag in _FETCHED and "src" in given:
            self.fetched.append(given["src"])


def faults(site: Path) -> list[str]:
    """Give what is wrong with a built site, a line each."""
    pages = {path.resolve(): Page(path) for path in site.rglob("*.html")}
    found: list[str] = []
    for path, page in pages.items():
        where = path.relative_to(site.resolve())
        found += [f"{where}: fetches {each}" for each in page.fetched if "//" in each]
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            name = unquote(parts.fragment)
            if not target.exists():
                found.append(f"{where}: no page {link}")
            elif name and target in pages and name not in pages[target].names:
                found.append(f"{where}: no such place {link}")
    return found


if __name__ == "__main__":
    wrong = faults(Path(sys.argv[1]))
    print("\n".join(wrong) or "every link leads somewhere, nothing is fetched")
    sys.exit(bool(wrong))
