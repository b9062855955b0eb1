"""Print the lowest versions of what the core needs, as constraints for pip.

And of time-machine, with which the tests move a clock: later ones do not know pendulum's lowest.
"""

import re
import tomllib
from pathlib import Path

project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
tests = project["optional-dependencies"]["test"]
wanted = {*project["dependencies"], *(each for each in tests if each.startswith("time-machine"))}
for requirement in sorted(wanted):
    name, lowest = re.fullmatch(r"([\w-]+)>=([\d.]+)", requirement).groups()
    print(f"{name}=={lowest}")
