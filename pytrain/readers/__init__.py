"""Data sets of expressions besides FER2013 -> the same FaceSet, each recognised by the way its files lie.

A layout only lists its pictures (pytrain.readers.listing.Layout); all are then opened, framed, made grey and dealt out to splits alike.
"""

from pytrain.readers.reading import name_of, read

__all__ = ["name_of", "read"]
