"""What can be wrong with records, told so that it can be mended."""

from __future__ import annotations

from explorer.errors import ExplorerError


class RecordsError(ExplorerError):
    """Records, or what was asked for them, will not do. ``faults`` has a sentence for every fault found."""

    key = "records"

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        plural = "fault" if len(faults) == 1 else "faults"
        lines = "\n".join(faults)
        super().__init__(f"{lines}\n{len(faults)} {plural}; nothing was written.", count=len(faults))


class InterruptedRunError(ExplorerError):
    """The work could not go on (a full disk, an engine that failed); what is done is kept and taken up again."""

    key = "records_interrupted"

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}", reason=reason)
