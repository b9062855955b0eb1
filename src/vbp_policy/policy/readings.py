"""What the notices leave open: each question, the answers to choose from, the recommended first.

A reading is our own, never a notice's. It is passed once, where a chain of calls starts, and
travels with the cycle; it is never set globally.
"""

import enum

import attrs

from ..foundation.values import Value, checked, identifier

__all__ = [
    "DebtDay",
    "DisbursementDay",
    "Extension",
    "LastDay",
    "MonthEnd",
    "NeutralListings",
    "Reading",
    "ReadingChoices",
    "ReturnClock",
    "SameVariety",
    "SelectedFirm",
    "cautious",
    "civil_code",
]


class LastDay(enum.Enum):
    """When a period of whole months or years ends (25-1.3a; Civil Code 201 and 202)."""

    INCLUSIVE = "inclusive"
    """The day before the corresponding day; where there is none, the last day of that month."""
    CORRESPONDING = "corresponding"
    """The corresponding day; where there is none, the last day of that month."""


class MonthEnd(enum.Enum):
    """What the end of procurement month n is (25-2.3c)."""

    CALENDAR_END = "calendar end"
    """The end of the calendar month that holds the last day of procurement month n."""
    PROCUREMENT_END = "procurement end"
    """The last day of procurement month n."""
    FROM_EXECUTION = "from execution"
    """The end of the nth calendar month, the month of execution being the first."""


class DisbursementDay(enum.Enum):
    """Where an instalment due on a rest day goes (25-2.3b, 25-2.3c)."""

    UNSHIFTED = "unshifted"
    PREVIOUS_WORKDAY = "previous workday"
    NEXT_WORKDAY = "next workday"


class DebtDay(enum.Enum):
    """Where a firm's payment due on a rest day goes (25-2.3h, 9-3.2c; Civil Code 203)."""

    UNSHIFTED = "unshifted"
    NEXT_WORKDAY = "next workday"
    PREVIOUS_WORKDAY = "previous workday"


class ReturnClock(enum.Enum):
    """Which settlement months the year of the offset holds (25-2.3e)."""

    OFFSET_START = "offset start"
    """Twelve settlement months, counted from the first."""
    CYCLE_END = "cycle end"
    """The settlement months that end within the year that starts the day after the cycle."""


class Extension(enum.Enum):
    """Which end of an extended cycle the offset follows (25-1.3b with 25-2.3d)."""

    BEFORE_OFFSET = "before offset"
    """The new end if the decision came before the first offset month, else the old end."""
    ORIGINAL_END = "original end"
    EXTENDED_END = "extended end"


class SameVariety(enum.Enum):
    """Among which prices of a variety the highest is sought (9-3.3a)."""

    COMPARABLE = "comparable"
    """The highest after conversion to one specification."""
    WITHIN_SPECIFICATION = "within specification"
    """The highest of the same specification."""
    PACK_PRICE = "pack price"
    """The highest price of a pack, whatever it holds."""


class SelectedFirm(enum.Enum):
    """What makes a firm a selected one (25-2.2e)."""

    BY_PROJECT = "by project"
    """Selected anywhere in the project."""
    BY_GROUP = "by group"
    """A firm that is selected only in other groups is unselected in this one."""


class NeutralListings(enum.Enum):
    """How a product that is not counted as non-selected enters the assessment (25-2.2e)."""

    EXCLUDED = "excluded"
    AS_SELECTED = "as selected"


@attrs.frozen(field_transformer=checked)
class ReadingChoices(Value):
    """One open question: its field, its choices with the recommended first, clause and words."""

    field: str = attrs.field(converter=identifier)
    choices: tuple[enum.Enum, ...]
    clause: str = attrs.field(converter=identifier)
    words: str = attrs.field(converter=identifier)


@attrs.frozen(kw_only=True, field_transformer=checked)
class Reading(Value):
    """One answer to every question that the notices leave open; `Reading()` is the recommended.

    >>> Reading(month_end=MonthEnd.FROM_EXECUTION) == Reading()
    False
    """

    last_day: LastDay = LastDay.INCLUSIVE
    month_end: MonthEnd = MonthEnd.CALENDAR_END
    disbursement_day: DisbursementDay = DisbursementDay.UNSHIFTED
    debt_day: DebtDay = DebtDay.UNSHIFTED
    return_clock: ReturnClock = ReturnClock.OFFSET_START
    extension: Extension = Extension.BEFORE_OFFSET
    same_variety: SameVariety = SameVariety.COMPARABLE
    selected_firm: SelectedFirm = SelectedFirm.BY_PROJECT
    neutral_listings: NeutralListings = NeutralListings.EXCLUDED

    @staticmethod
    def choices() -> tuple[ReadingChoices, ...]:
        """Give every open question in the order of the fields.

        >>> [choice.name for choice in Reading.choices()[0].choices]
        ['INCLUSIVE', 'CORRESPONDING']
        """
        return _CHOICES


_CHOICES = (
    ReadingChoices("last_day", tuple(LastDay), "25-1.3a", "采购周期为1年"),
    ReadingChoices("month_end", tuple(MonthEnd), "25-2.3c", "第6个月末"),
    ReadingChoices("disbursement_day", tuple(DisbursementDay), "25-2.3b", "次月底前"),
    ReadingChoices("debt_day", tuple(DebtDay), "25-2.3h", "次月底"),
    ReadingChoices("return_clock", tuple(ReturnClock), "25-2.3e", "超过一年"),
    ReadingChoices("extension", tuple(Extension), "25-1.3b", "延长采购期"),
    ReadingChoices("same_variety", tuple(SameVariety), "9-3.3a", "同品种"),
    ReadingChoices("selected_firm", tuple(SelectedFirm), "25-2.2e", "未中选企业"),
    ReadingChoices("neutral_listings", tuple(NeutralListings), "25-2.2e", "不视为非中选产品"),
)


def civil_code() -> Reading:
    """Give the reading that stays closest to the Civil Code (201 to 203) in counting periods.

    It answers 25-1.3a, 25-2.3c and the firm's payment day (25-2.3h, 9-3.2c).

    >>> civil_code().last_day
    <LastDay.CORRESPONDING: 'corresponding'>
    """
    return Reading(
        last_day=LastDay.CORRESPONDING,
        month_end=MonthEnd.PROCUREMENT_END,
        debt_day=DebtDay.NEXT_WORKDAY,
    )


def cautious() -> Reading:
    """Give the reading under which the fund pays soonest and its money goes back soonest.

    It answers 25-2.3b, 25-2.3c and 25-2.3e.

    >>> cautious().return_clock
    <ReturnClock.CYCLE_END: 'cycle end'>
    """
    return Reading(
        month_end=MonthEnd.FROM_EXECUTION,
        disbursement_day=DisbursementDay.PREVIOUS_WORKDAY,
        return_clock=ReturnClock.CYCLE_END,
    )
