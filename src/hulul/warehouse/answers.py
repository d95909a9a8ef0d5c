"""Answers kept in memory: a page asks the same questions for every reader until the next generation.

Bounded by an estimate of their size; the answer that was not asked for longest leaves first. Shared by all threads of a
process. Answers of older generations are never asked for again and leave by themselves.
"""

import threading
from collections import OrderedDict
from typing import Any

from hulul.warehouse.questions import Answer

BYTES = 64 * 1024 * 1024
_ROW, _CELL = 64, 48  # a tuple and a small object, as sys.getsizeof sees them


class AnswerCache:
    """Least recently used answers within a number of bytes. An answer above a quarter of it is not kept."""

    def __init__(self, capacity: int = BYTES) -> None:
        self.capacity = capacity
        self.size = 0
        self._answers: OrderedDict[tuple[Any, ...], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[Any, ...]) -> Answer | None:
        with self._lock:
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
            return answer

    def put(self, key: tuple[Any, ...], answer: Answer) -> None:
        size = weight(answer)
        if size > self.capacity // 4:
            return
        with self._lock:
            replaced = self._answers.pop(key, None)
            if replaced is not None:
                self.size -= weight(replaced)
            self._answers[key] = answer
            self.size += size
            while self.size > self.capacity:
                self.size -= weight(self._answers.popitem(last=False)[1])

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()
            self.size = 0

    def __len__(self) -> int:
        return len(self._answers)


def weight(answer: Answer) -> int:
    """About how many bytes the answer holds."""
    return 1024 + len(answer.rows) * (_ROW + _CELL * len(answer.columns))


cache = AnswerCache()
