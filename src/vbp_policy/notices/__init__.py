"""The notices that the library carries, each as one `Policy` value in a module of its own."""

from .chongqing_2025_9 import CHONGQING_2025_9
from .chongqing_2025_25 import CHONGQING_2025_25

__all__ = ["CHONGQING_2025_9", "CHONGQING_2025_25"]
