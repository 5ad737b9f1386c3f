"""Who works when, and what the shop counted: roster 排班, service statistics 服务统计本."""

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class RosterEntry(SQLModel, table=True):
    """One person on one day: a shift, a rest day or leave. Its times stay as they were planned,
    whatever the presets say later. A change removes the row and adds another."""

    __tablename__ = "roster_entry"
    __table_args__ = (
        Index(
            "roster_entry_once",
            "staff_id",
            "day",
            "begins_at",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
        ),
        Index("roster_entry_day", "day", sqlite_where=text("removed_at IS NULL")),
        Index("roster_entry_ends", "ends_at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    day: int = Field(description="calendar day it begins, date.toordinal()")
    kind: str = Field(description="work | rest | leave")
    shift: str = Field(default="", description="name of the shift")
    begins_at: int = Field(description="for rest and leave the day's begin")
    ends_at: int = Field(description="for rest and leave the day's end")
    duty: bool = Field(default=False, description="当值 of this shift")
    set_by: int | None = Field(default=None, foreign_key="staff.id")
    set_at: int
    removed_by: int | None = Field(default=None, foreign_key="staff.id")
    removed_at: int | None = None


class RosterSwap(SQLModel, table=True):
    """A swap 调班: with a named colleague, who agrees, and then a lead does."""

    __tablename__ = "roster_swap"
    __table_args__ = (
        Index("roster_swap_open", "id", sqlite_where=text("state IN ('asked', 'agreed')")),
    )
    id: int | None = Field(default=None, primary_key=True)
    asked_by: int = Field(foreign_key="staff.id")
    entry_id: int = Field(foreign_key="roster_entry.id", description="the shift given away")
    with_id: int = Field(foreign_key="staff.id")
    other_entry_id: int | None = Field(
        default=None, foreign_key="roster_entry.id", description="the shift taken for it, if any"
    )
    reason: str = ""
    state: str = Field(
        default="asked", description="asked | agreed | approved | refused | withdrawn"
    )
    asked_at: int
    agreed_at: int | None = None
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: int | None = None
    why: str = Field(default="", description="why it was refused, or allowed at short notice")


class LeaveRequest(SQLModel, table=True):
    """Leave 请假, which needs a lead's signature."""

    __tablename__ = "leave_request"
    __table_args__ = (Index("leave_request_open", "id", sqlite_where=text("state = 'asked'")),)
    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    from_day: int
    to_day: int = Field(description="the last day of it")
    reason: str
    state: str = Field(default="asked", description="asked | approved | refused | withdrawn")
    asked_at: int
    decided_by: int | None = Field(default=None, foreign_key="staff.id")
    decided_at: int | None = None
    why: str = ""


class TallyMonth(SQLModel, table=True):
    """A month whose figures are final, or are being counted for that."""

    __tablename__ = "tally_month"
    month: int = Field(primary_key=True, description="202603")
    frozen_at: int = Field(description="0 while it is being counted")
    counted_to: int = Field(description="the last day that was counted, date.toordinal()")
    compared_to: int = Field(description="journal id up to which later changes were looked for")
    compared_at: int


class TallyCell(SQLModel, table=True):
    """What was counted on one day for one agent, storefront and shift, as it was frozen."""

    __tablename__ = "tally_cell"
    __table_args__ = (
        UniqueConstraint("day", "staff_id", "storefront_id", "shift", name="tally_cell_place"),
        Index("tally_cell_month", "month", "day"),
    )
    id: int | None = Field(default=None, primary_key=True)
    month: int = Field(foreign_key="tally_month.month")
    day: int = Field(description="date.toordinal()")
    staff_id: int | None = Field(default=None, foreign_key="staff.id", description="null: nobody")
    storefront_id: int | None = Field(default=None, foreign_key="storefront.id")
    shift: str
    facts: str = Field(description="JSON of rules.tally.Facts")


class TallyCorrection(SQLModel, table=True):
    """What changed in a frozen month, and when that was noticed. Never changed."""

    __tablename__ = "tally_correction"
    __table_args__ = (Index("tally_correction_month", "month", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    month: int = Field(foreign_key="tally_month.month")
    day: int
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    storefront_id: int | None = Field(default=None, foreign_key="storefront.id")
    shift: str
    facts: str = Field(description="JSON of rules.tally.Facts: what it would be counted as now")
    noted_at: int
