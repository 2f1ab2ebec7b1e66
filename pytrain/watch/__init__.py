"""A training looked at while it goes on: its report, reloaded as epochs end, and the page with its newest network.

Only what the run folder holds is read; everything made from it stands in a folder of its own that is gone afterwards.
"""

from pytrain.watch.live import quietly
from pytrain.watch.watching import watch

__all__ = ["quietly", "watch"]
