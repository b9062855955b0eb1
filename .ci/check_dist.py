"""Check what was built: the wheel holds the package alone, and comes out of the sdist the same.

`check_dist.py FOLDER` expects an sdist and the wheel made from it in the folder, and in `tree`
within it the wheel made from the working tree, which is the current folder.
"""

import email
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path


def tracked(*folders: str) -> set[str]:
    """Give the files under version control."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", *folders], check=True, capture_output=True, text=True
    )
    return set(listed.stdout.split("\0")) - {""}


def contents(wheel: Path) -> dict[str, bytes]:
    """Give what a wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def same(what: str, found: object, expected: object) -> None:
    """Say what differs, and stop."""
    if found != expected:
        if isinstance(found, set) and isinstance(expected, set):
            found, expected = sorted(found - expected), sorted(expected - found)
        sys.exit(f"{what}: {found!r:.500} where {expected!r:.500} was expected")


def main(folder: Path) -> None:
    """Check the sdist and both wheels."""
    (sdist,), (wheel,), (of_tree,) = (
        list(folder.glob(name)) for name in ("*.tar.gz", "*.whl", "tree/*.whl")
    )
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    held = contents(wheel)
    metadata = email.message_from_bytes(
        next(held[name] for name in held if name.endswith(".dist-info/METADATA"))
    )
    version, info = metadata["Version"], f"vbp_policy-{metadata['Version']}.dist-info"

    package = {name.removeprefix("src/") for name in tracked("src")}
    about = {f"{info}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "licenses/LICENSE")}
    same("files of the wheel", set(held), package | about)
    same("licence", held[f"{info}/licenses/LICENSE"], Path("LICENSE").read_bytes())
    for name in package:
        same(name, held[name], Path("src", name).read_bytes())
    same("marker of types", held["vbp_policy/py.typed"], b"")
    same("the wheel of the sdist", held, contents(of_tree))

    literal = f'__version__ = "{version}"'.encode()
    same("version", held["vbp_policy/__init__.py"].count(literal), 1)
    needed = [each for each in metadata.get_all("Requires-Dist", []) if "extra ==" not in each]
    same("requirements", set(needed), set(project["dependencies"]))
    extras = set(metadata.get_all("Provides-Extra", []))
    same("extras", extras, set(project["optional-dependencies"]))
    said = [metadata[name] for name in ("Name", "License-Expression", "Requires-Python")]
    same("metadata", said, ["vbp_policy", "MIT", project["requires-python"]])
    same("description", metadata.get_payload(decode=True), Path("README.md").read_bytes())

    with tarfile.open(sdist) as archive:
        names = {each.name.partition("/")[2] for each in archive if each.isfile()}
    same("files of the sdist", names, tracked() | {"PKG-INFO"})
    print(f"{wheel.name}: {len(held)} files; {sdist.name}: {len(names)} files")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
