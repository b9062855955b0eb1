"""The Sphinx extension: computed blocks, links on names, docstrings as we write them."""

import ast
import enum
import inspect
import re
import textwrap
from pathlib import Path
from typing import Any

import attrs
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform
from vbp_site.pages import as_shown, expanded, lang_of
from vbp_site.reference import targets

__all__ = ["setup"]

_TARGETS = targets()
_MOVED = {
    "](../README.md)": "](index.md)",
    "](../CHANGELOG.md)": "](changelog.md)",
}
_MARKED = re.compile(r"(`[^`]*`)|([*|_\\])")


def _read_source(app: Sphinx, page: str, source: list[str]) -> None:
    """Fill in what is computed, and turn links to files beside `docs` into links to pages."""
    if Path(app.env.doc2path(page)).suffix == ".md":
        text = as_shown(expanded(source[0], page))
        for link, instead in _MOVED.items():
            text = text.replace(link, instead)
        source[0] = "\n".join(line for line in text.split("\n") if not _is_missing(app, line))


def _is_missing(app: Sphinx, line: str) -> bool:
    """Say whether a line of a table of contents names the tutorial before it is written."""
    page = line.removeprefix("../")
    return page in ("tutorial", "tutorial.zh-CN") and page not in app.env.found_docs


class LinkNames(SphinxTransform):
    """Make every public name in code type a link to its reference."""

    default_priority = 400

    def apply(self, **_: Any) -> None:
        for literal in list(self.document.findall(nodes.literal)):
            full = _TARGETS.get(re.sub(r"\(.*\)$", "", literal.astext()))
            if full is None or isinstance(
                literal.parent, nodes.reference | nodes.title | addnodes.pending_xref
            ):
                continue
            link = addnodes.pending_xref(
                "",
                refdomain="py",
                reftype="obj",
                reftarget=full,
                refdoc=self.env.docname,
                refwarn=True,
            )
            literal.replace_self(link)
            link += literal


def _resolve(app: Sphinx, env: Any, node: Any, content: Any) -> Any:
    """Find a type of a signature under its public name, wherever it is defined."""
    full = _TARGETS.get(name := node.get("reftarget", "").split(".")[-1]) or _TARGETS.get(
        f"money.{name}"
    )
    if node.get("refdomain") != "py" or full is None or full == node["reftarget"]:
        return None
    return env.domains.python_domain.resolve_xref(
        env, node["refdoc"], app.builder, "obj", full, node, content
    )


def _docstring(*given: Any) -> None:
    """Take a docstring for the plain text that it is: only backticks, and code, mean something."""
    lines: list[str] = given[-1]
    in_example = False
    for number, line in enumerate(lines):
        in_example = line.lstrip().startswith(">>>") or (in_example and bool(line.strip()))
        if not in_example and not line.startswith("    "):  # indented so far it is code
            lines[number] = _MARKED.sub(lambda found: found[1] or f"\\{found[2]}", line)


def _signature(_app: Any, _what: str, _name: str, value: Any, *given: Any) -> Any:
    """Show a signature as it is written, and a value class by its fields."""
    if isinstance(value, type):
        return _of_class(value, given[1]), None
    return _of_routine(value) if inspect.isroutine(value) else None


def _of_class(cls: type[Any], found: str | None) -> str | None:
    is_bare = issubclass(cls, enum.Enum) or getattr(cls, "_is_protocol", False)
    inherits = issubclass(cls, Exception) and "__init__" not in vars(cls)  # its root shows it
    if is_bare or inherits:
        return ""
    return _of_fields(cls) if attrs.has(cls) else found


def _of_routine(value: Any) -> tuple[str, str] | None:
    try:
        (tree,) = ast.parse(textwrap.dedent(inspect.getsource(value))).body
    except (OSError, TypeError):
        return None
    if not isinstance(tree, ast.FunctionDef):
        return None
    arguments = tree.args
    if arguments.args and arguments.args[0].arg in ("self", "cls"):
        del arguments.args[0]
    tree = _Unquoted().visit(tree)
    returned = "" if tree.returns is None else ast.unparse(tree.returns)
    return f"({ast.unparse(arguments)})", returned


class _Unquoted(ast.NodeTransformer):
    """Take the quotes off annotations."""

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = self._bare(node.annotation)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        self.visit(node.args)
        node.returns = self._bare(node.returns)
        return node

    @staticmethod
    def _bare(node: ast.expr | None) -> ast.expr | None:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return ast.parse(node.value, mode="eval").body
        return node


def _of_fields(cls: type[Any]) -> str:
    given = [field for field in attrs.fields(cls) if field.init]
    if any(each.name.startswith("_") for each in given):
        return ""  # made by rules alone
    plain = [_field(each) for each in given if not each.kw_only]
    named = [_field(each) for each in given if each.kw_only]
    return f"({', '.join([*plain, *(['*'] if named else []), *named])})"


def _field(field: "attrs.Attribute[Any]") -> str:
    default: Any = field.default
    if default is attrs.NOTHING:
        return field.name
    if isinstance(default, enum.Enum):
        return f"{field.name}={type(default).__name__}.{default.name}"
    if isinstance(default, attrs.Factory):  # type: ignore[arg-type]
        return f"{field.name}={default.factory.__name__}()"
    return f"{field.name}={default!r}"


def _context(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Say a page's language, and where its twin in the other one is."""
    lang = lang_of(page)
    if lang == "zh":
        context["language"] = "zh-CN"
    twin = next((each for each in _twins(page) if each in app.env.found_docs), None)
    context["twin"] = twin or ("index" if lang == "zh" else "zh/index")
    context["twin_name"] = "English" if lang == "zh" else "中文"


def _twins(page: str) -> list[str]:
    if page in ("start", "README.zh-CN"):
        return [{"start": "README.zh-CN", "README.zh-CN": "start"}[page]]
    if lang_of(page) == "zh":
        return [page.removeprefix("zh/").removesuffix(".zh-CN")]
    return [f"zh/{page}", f"{page}.zh-CN"]


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect all of it."""
    app.add_transform(LinkNames)
    app.connect("source-read", _read_source)
    app.connect("missing-reference", _resolve)
    app.connect("autodoc-process-docstring", _docstring)
    app.connect("autodoc-process-signature", _signature)
    app.connect("html-page-context", _context)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
