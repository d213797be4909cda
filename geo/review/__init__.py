"""A page on this computer that walks through the events and writes what a person decides."""

from geo.review.server import ReviewServer, serve
from geo.review.session import Session

__all__ = ["ReviewServer", "Session", "serve"]
