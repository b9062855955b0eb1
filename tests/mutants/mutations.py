"""Every mutant of a module: what mutmut's operators, and four of our own, make of each node.

mutmut itself leaves out functions with decorators, defaults, class bodies and tables; here every
node of a module is reached. Left out are, by rule and for every module alike:

1. What no run depends on: annotations, imports, `__all__`, docstrings, `cast`'s type, type
   variables, `if TYPE_CHECKING:`, overloads.
2. Prose: a text with white space or Chinese punctuation in it, and whatever stands after
   `expected=`. A key, an id, a day, a pattern, a heading is no prose.
3. `strict=` of `zip`: a check on ourselves, where lengths are equal by construction.
4. Of several alike, all but one: of a text `XX…XX` alone and not its capitals; of an argument None
   in its place and not its absence; a plain text as an argument is changed, but not to None too.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from importlib import import_module
from typing import Any, NamedTuple

_PROSE = re.compile(r"\s|[，。；：、]")
_LONGEST = 160  # of what is shown of a change


class Mutant(NamedTuple):
    """A change: where it stands, what stood there and what stands there now.

    `function` is the qualified name of the outermost function whose body holds it, "" for what
    runs when the module is imported; `lines` are those of the node. `piece` makes the top-level
    statement that holds it, `first` is how many characters of the source come before that, and
    `length` how long it was.
    """

    function: str
    lines: tuple[int, int]
    change: str
    first: int
    length: int
    piece: Callable[[], str]

    def statement(self, source: str) -> str:
        """Give the changed statement at its own lines, nothing before or after it."""
        return "\n" * source.count("\n", 0, self.first) + self.piece()

    def line_of(self, source: str) -> str:
        """Give the line of the source in which the node starts."""
        return source.splitlines()[self.lines[0] - 1].strip()

    def module(self, source: str) -> str:
        """Give the whole module, changed."""
        return source[: self.first] + self.piece() + source[self.first + self.length :]


def mutants_of(source: str) -> Iterator[Mutant]:
    """Give every mutant of a module's source."""
    cst: Any = import_module("libcst")
    metadata: Any = import_module("libcst.metadata")
    wrapper = metadata.MetadataWrapper(cst.parse_module(source))
    at = wrapper.resolve(metadata.PositionProvider)
    module = wrapper.module
    clauses = sorted(set(re.findall(r"^(\w+) = Clause\(", source, re.MULTILINE)))
    texts = [module.code_for_node(statement) for statement in module.body]
    first = source.index("".join(texts))
    for statement, text in zip(module.body, texts, strict=True):
        for node, function in _reached(cst, statement, ""):
            for other in _others(cst, node, clauses):
                before, after = module.code_for_node(node), module.code_for_node(other)
                if before != after:
                    lines = (at[node].start.line, at[node].end.line)
                    piece = partial(_replaced, module, statement, node, other)
                    change = "  →  ".join(_in_short(before, after))
                    yield Mutant(function, lines, change, first, len(text), piece)
        first += len(text)


def _replaced(module: Any, statement: Any, node: Any, other: Any) -> str:
    changed = other if node is statement else statement.deep_replace(node, other)
    return str(module.code_for_node(changed))


def _in_short(before: str, after: str) -> tuple[str, str]:
    """Give two texts in one line each, long ones from a little before where they part."""
    one, other = " ".join(before.split()), " ".join(after.split())
    pairs = enumerate(zip(one, other, strict=False))
    alike = next((number for number, (left, right) in pairs if left != right), 0)
    start = max(0, alike - 40) if max(len(one), len(other)) > _LONGEST else 0
    return one[start : start + _LONGEST], other[start : start + _LONGEST]


# ---- What is left out -------------------------------------------------------------------------


def _reached(cst: Any, node: Any, function: str, class_name: str = "") -> Iterator[tuple[Any, str]]:
    """Give every node that is mutated, with the function it runs in."""
    if _left_out(cst, node):
        return
    yield node, function
    if isinstance(node, cst.FunctionDef) and not function:
        for part in (*node.decorators, node.params):
            yield from _reached(cst, part, "")
        yield from _reached(cst, node.body, f"{class_name}{node.name.value}")
        return
    if isinstance(node, cst.ClassDef) and not function:
        for part in (*node.decorators, *node.bases, *node.keywords):
            yield from _reached(cst, part, "")
        yield from _reached(cst, node.body, "", f"{class_name}{node.name.value}.")
        return
    typed = isinstance(node, cst.Call) and _name(node.func) == "cast" and node.args[0]
    for child in node.children:
        if child is not typed:
            yield from _reached(cst, child, function, class_name)


def _left_out(cst: Any, node: Any) -> bool:  # noqa: PLR0911  # a kind each
    match type(node).__name__:
        case "Annotation" | "Import" | "ImportFrom" | "Comment":
            return True
        case "Expr":  # a docstring
            return isinstance(node.value, cst.SimpleString | cst.ConcatenatedString)
        case "FunctionDef":
            return any(_name(each.decorator) == "overload" for each in node.decorators)
        case "If":
            return _name(node.test) == "TYPE_CHECKING"
        case "Assign":
            called = _name(getattr(node.value, "func", None))
            return _name(node.targets[0].target) == "__all__" or called in {"TypeVar", "ParamSpec"}
        case "Arg":
            return _name(node.keyword) in {"expected", "strict"}
        case "SimpleString" | "FormattedString" | "ConcatenatedString":
            return is_prose(node)
        case _:
            return False


def _name(node: Any) -> str:
    """Give the last name of a reference: `field` of `attrs.field`."""
    held = getattr(node, "attr", node)
    value = getattr(held, "value", "")
    return value if isinstance(value, str) else ""


def is_prose(node: Any) -> bool:
    """Say whether a string is prose: it has white space or Chinese punctuation in it."""
    if type(node).__name__ == "FormattedString":
        texts = [part.value for part in node.parts if type(part).__name__ == "FormattedStringText"]
        return bool(_PROSE.search("".join(texts)))
    if type(node).__name__ == "ConcatenatedString":
        return is_prose(node.left) or is_prose(node.right)
    return bool(_PROSE.search(node.value))


# ---- What is done -----------------------------------------------------------------------------


def _others(cst: Any, node: Any, clauses: list[str]) -> Iterator[Any]:
    """Give what stands in a node's place, one after another."""
    operators: Any = import_module("mutmut.mutation.mutators")
    for kind, operator in operators.mutation_operators:
        if isinstance(node, kind):
            if operator is operators.operator_string:
                yield from list(operator(node))[:1]
            elif operator is operators.operator_arg_removal:
                yield from _without_arguments(cst, node)
            elif operator is operators.operator_dict_arguments:
                continue
            else:
                yield from operator(node)
    yield from _ours(cst, node, clauses)


def _without_arguments(cst: Any, node: Any) -> Iterator[Any]:
    """Put None in the place of each argument; `len`, `isinstance` and a type to cast to stay."""
    called = _name(node.func)
    if called in {"len", "isinstance", "issubclass"}:
        return
    texts = {"SimpleString", "ConcatenatedString", "FormattedString"}
    for place, arg in enumerate(node.args):
        plain = type(arg.value).__name__ in texts and (
            type(arg.value).__name__ == "SimpleString" or is_prose(arg.value)
        )
        if arg.star or plain or _name(arg.value) == "None" or _left_out(cst, arg):
            continue
        if called == "cast" and place == 0:
            continue
        other = arg.with_changes(value=cst.Name("None"))
        yield node.with_changes(args=[*node.args[:place], other, *node.args[place + 1 :]])


def _ours(cst: Any, node: Any, clauses: list[str]) -> Iterable[Any]:
    """Raise nothing; return None; take no `if`; cite another clause."""
    kind = type(node).__name__
    if kind == "Raise":
        yield cst.Pass()
    elif kind == "Return" and node.value is not None and _name(node.value) != "None":
        yield node.with_changes(value=cst.Name("None"))
    elif kind == "If":
        yield node.with_changes(test=cst.Name("False"))
    elif kind == "Name" and node.value in clauses:
        yield node.with_changes(value=clauses[clauses.index(node.value) - 1])
