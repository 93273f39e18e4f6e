"""The stack, the memo and the bytes of a pickle, every access checked. What opcodes do:
pickle_reader.py."""

import struct

from .errors import Refused

STACK_MAX = 1_000_000


class _Mark:
    """A place on the stack; the opcodes that build collections take what lies above it."""


MARK = _Mark()


class PickleMachine:
    """Every method fails with pickle/* instead of raising what Python would."""

    def __init__(self, data, position):
        self.data = data
        self.position = position
        self.stack = []
        self.memo = {}
        self.storages = {}

    def result(self):
        if len(self.stack) != 1 or self.stack[0] is MARK:
            raise Refused("pickle/malformed", "the pickle does not end with exactly one object")
        return self.stack[0]

    # Bytes.

    def take(self, count) -> bytes:
        end = self.position + count
        if end > len(self.data):
            raise Refused(
                "pickle/truncated", f"the pickle ends at byte {len(self.data)}, in the middle"
            )
        chunk = bytes(self.data[self.position : end])
        self.position = end
        return chunk

    def number(self, layout):
        return struct.unpack(layout, self.take(struct.calcsize(layout)))[0]

    def text(self, count) -> str:
        try:
            return self.take(count).decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("pickle/malformed", "a text in the pickle is not UTF-8") from None

    def line(self) -> str:
        window = bytes(self.data[self.position : self.position + 1024])
        end = window.find(b"\n")
        if end < 0:
            raise Refused("pickle/truncated", "a name in the pickle does not end")
        text = self.text(end)
        self.position += 1
        return text

    # Stack.

    def push(self, value):
        if len(self.stack) >= STACK_MAX:
            raise Refused("pickle/too-large", "the pickle's stack grows beyond all reason")
        self.stack.append(value)

    def pop(self):
        if not self.stack or self.stack[-1] is MARK:
            raise Refused("pickle/malformed", "the pickle takes from an empty stack")
        return self.stack.pop()

    def top(self, kind):
        if not self.stack or not isinstance(self.stack[-1], kind):
            raise Refused(
                "pickle/malformed", "the pickle fills something that is not a list or dictionary"
            )
        return self.stack[-1]

    def pop_to_mark(self) -> list:
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index] is MARK:
                taken = self.stack[index + 1 :]
                del self.stack[index:]
                return taken
        raise Refused("pickle/malformed", "the pickle looks for a mark that is not there")

    def pop_tuple(self, count):
        taken = [self.pop() for _ in range(count)]
        self.push(tuple(reversed(taken)))

    # Memo.

    def remember(self, index):
        if not self.stack or self.stack[-1] is MARK:
            raise Refused("pickle/malformed", "the pickle remembers an empty stack")
        self.memo[index] = self.stack[-1]

    def recall(self, index):
        if index not in self.memo:
            raise Refused(
                "pickle/malformed", f"the pickle recalls entry {index}, which it never stored"
            )
        self.push(self.memo[index])
