"""What the checker says of a file: where Python stops reading it, and which name is meant."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from dnn.homework.bilingual import Words

OF_FILES: Mapping[str, Words] = MappingProxyType(
    {
        "line of a script": Words("line {line} of {file}", "{file} 第 {line} 行"),
        "line of a cell": Words(
            "line {line} of cell {cell} of {file}", "{file} 第 {cell} 个代码单元第 {line} 行"
        ),
        "stopped": Words("{place}, `{text}`: {reason}", "{place} `{text}`，原因：{reason}"),
        "unreadable": Words(
            "{name} cannot be read as Python. It stops at {stopped}.",
            "{name} 不是合法的 Python，出错处：{stopped}。",
        ),
        "unfinished": Words(
            "{name} still holds a placeholder: fill it in. Python stops at {stopped}.",
            "{name} 里还有没写完的地方：请补全。出错处：{stopped}。",
        ),
        "misnamed": Words(
            "{wrong} is no exercise: did you mean {nearest}?",
            "{wrong} 不是练习：是不是 {nearest}？",
        ),
    }
)
