"""Engines: map a function over tasks, in order, whatever carries it; the serial one is the reference.

An engine gives the same results in the same order as the built-in `map`. Functions and tasks are picklable, tasks are
drawn as they are needed, and results are handed on as they come.
"""

from mailing.engines.engine import Engine
from mailing.engines.opening import open_engine

__all__ = ["Engine", "open_engine"]
