"""Taking the content coding off a body piece by piece (RFC 9110, 8.4), never more than a bound at a time."""

from __future__ import annotations

import zlib

ACCEPTED = "gzip, deflate"
_MOST_AT_ONCE = 512 * 1024


class UnreadableBodyError(ValueError):
    """Raised for a body in a coding that we did not ask for, or that is broken."""


class Body:
    """Decodes the pieces of one body. `coding` is the `Content-Encoding` header.

    Raises UnreadableBodyError for a coding other than gzip and deflate. What a small piece expands to
    beyond half a megabyte is dropped, so that no body can fill the memory.
    """

    def __init__(self, coding: str) -> None:
        self._name = coding.strip().lower()
        self._decoder = None
        if self._name in ("gzip", "x-gzip"):
            self._decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
        elif self._name == "deflate":
            self._decoder = zlib.decompressobj()
        elif self._name not in ("", "identity"):
            raise UnreadableBodyError(f"coding {self._name}")
        self._started = False

    def decode(self, data: bytes) -> bytes:
        """Decode the next piece."""
        if self._decoder is None or self._decoder.eof:
            return data if self._decoder is None else b""
        try:
            decoded = self._decoder.decompress(data, _MOST_AT_ONCE)
        except zlib.error as problem:
            if self._name != "deflate" or self._started:
                raise UnreadableBodyError(str(problem)) from problem
            self._decoder = zlib.decompressobj(
                -zlib.MAX_WBITS
            )  # many servers send deflate without its wrapper
            self._started = True
            return self.decode(data)
        self._started = True
        return decoded
