"""What all records share: they are typed, and keep keys they do not know."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """Base of all interchange records. Unknown keys are kept, so a file passes through unharmed."""

    # A number that is none has no place in a record: no database, and no reader of JSON, keeps it as it is.
    model_config = ConfigDict(extra="allow", allow_inf_nan=False)

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain JSON values, in the interchange form."""
        return self.model_dump(mode="json")
