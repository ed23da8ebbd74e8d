"""What every list takes: how many, and where its next page begins."""

from typing import Annotated

from fastapi import Query

Limit = Annotated[int, Query(ge=1, le=200)]
Cursor = Annotated[str, Query(max_length=600, description="`next` of the page before")]
