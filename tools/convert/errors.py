"""The one exception of the converter: a source or an option that it refuses, and why."""


class Refused(Exception):
    """`code` is a stable "area/reason" for programs, the message a sentence for people."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code
