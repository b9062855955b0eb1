"""The money rules once more, slow and obvious: what the tests compare the library with.

Written from the public contract alone, and nothing of the library is used here. Amounts are
Fractions of a yuan, months are pairs of year and month, and days are counted one by one.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

Month = tuple[int, int]
Book = Callable[[str, Fraction], Fraction | None]
"""Says of a reference, and the most that can have been offset, what was booked, if anything."""

DAY = timedelta(days=1)
FEN = Fraction(1, 100)


def half_up(value: Fraction) -> Fraction:
    """Round to the fen, halves away from zero."""
    whole, rest = divmod(abs(value), FEN)
    rounded = (whole + (1 if 2 * rest >= FEN else 0)) * FEN
    return rounded if value >= 0 else -rounded


def decimal(value: Fraction) -> Decimal:
    """Write an amount out with its two places."""
    fen = value / FEN
    assert fen.denominator == 1
    sign, digits = "-" if fen < 0 else "", f"{abs(fen.numerator):03d}"
    return Decimal(f"{sign}{digits[:-2]}.{digits[-2:]}")


def as_booked(known: Mapping[str, Fraction]) -> Book:
    """Give the bookings of one month, by reference."""
    return lambda reference, _: known.get(reference)


# Instalments


def split(total: Fraction, shares: Sequence[Fraction]) -> list[Fraction]:
    """Each instalment but the last is its share, rounded; the last is the remainder."""
    parts = [half_up(total * share) for share in shares[:-1]]
    return [*parts, total - sum(parts)]


def resplit(
    planned: Sequence[Fraction],
    new_total: Fraction,
    shares: Sequence[Fraction],
    disbursed: Fraction,
) -> list[Fraction]:
    """What was covered in full stands; the rest follows the cumulative shares of the new total."""
    standing = 0
    for number in range(1, len(planned) + 1):
        last_planned = planned[number - 1]
        if sum(planned[:number]) <= disbursed and last_planned > 0:
            standing = number
    if standing == len(planned):
        standing -= 1  # the last one is the remainder, whatever stands
    parts = list(planned[:standing])
    for number in range(standing + 1, len(planned)):
        share = half_up(new_total * sum(shares[:number]))
        reached = max(share, disbursed, sum(parts, Fraction()))
        parts.append(reached - sum(parts))
    return [*parts, new_total - sum(parts)]


# Days


def next_month(month: Month) -> Month:
    """Give the calendar month after this one."""
    year, number = month
    return (year + 1, 1) if number == 12 else (year, number + 1)


def month_of(day: date) -> Month:
    """Give the calendar month that holds a day."""
    return day.year, day.month


def end_of_month(month: Month) -> date:
    """Count from the first to the last day of a calendar month."""
    day = date(*month, 1)
    while month_of(day + DAY) == month:
        day += DAY
    return day


def months_after(month: Month, count: int) -> Month:
    """Count calendar months forward, one at a time."""
    for _ in range(count):
        month = next_month(month)
    return month


def period_end(first: date, months: int, *, corresponding: bool) -> date:
    """Count days until so many months are over: the last day that still belongs to them."""
    target = months_after(month_of(first), months)
    day = first
    while month_of(day) != target:
        day += DAY
    while day.day != first.day:
        if day == end_of_month(target):
            return day  # no day of that number: the month's last day, under either reading
        day += DAY
    return day if corresponding else day - DAY


def window(last_day: date, first_month: int, count: int) -> list[Month]:
    """Give so many settlement months, the first of them so many months after the last day."""
    first = months_after(month_of(last_day), first_month)
    return [months_after(first, number) for number in range(count)]


def window_by_cycle_end(
    last_day: date, first_month: int, count: int, *, corresponding: bool
) -> tuple[list[Month], date]:
    """Give the settlement months that end within the period after the last day, and its end."""
    end = period_end(last_day + DAY, count, corresponding=corresponding)
    month = months_after(month_of(last_day), first_month)
    held: list[Month] = []
    while end_of_month(month) <= end:
        held.append(month)
        month = next_month(month)
    return held, end


# The ledger


@dataclass
class SlowEntry:
    """One month of one prepayment."""

    month: Month
    payable: Fraction
    opening: Fraction
    offset: Fraction
    paid_out: Fraction
    closing: Fraction
    booked: bool
    expected: Fraction


@dataclass
class SlowPrepayment:
    """A prepayment and its entries so far."""

    reference: str
    fund: str
    amount: Fraction
    window: list[Month]
    entries: list[SlowEntry] = field(default_factory=list[SlowEntry])

    @property
    def balance(self) -> Fraction:
        """What is left: the amount less every offset."""
        return self.amount - sum(entry.offset for entry in self.entries)

    @property
    def status(self) -> str:
        """Where it stands, in the contract's own word."""
        if not self.entries:
            return "NOT_STARTED"
        if self.balance == 0:
            return "CLEARED"
        return "RETURN_DUE" if self.entries[-1].month == self.window[-1] else "OFFSETTING"


@dataclass
class SlowFund:
    """A fund's months, each offset against one prepayment after the other."""

    prepayments: list[SlowPrepayment]
    paid_out: dict[Month, Fraction] = field(default_factory=dict[Month, Fraction])

    def queue(self, month: Month) -> list[SlowPrepayment]:
        """Give those whose window holds the month: the oldest window first, then by reference."""
        open_now = [each for each in self.prepayments if month in each.window]
        return sorted(open_now, key=lambda each: (each.window[0], each.reference))

    def months(self) -> list[Month]:
        """Give every month of every window, in order, once."""
        return sorted({month for each in self.prepayments for month in each.window})

    def settle(self, month: Month, payable: Fraction, book: Book) -> None:
        """Offset one month; `book` says what was really offset, if that is known."""
        left = payable
        for each in self.queue(month):
            opening = each.balance
            expected = min(opening, max(left, Fraction()))
            booked = book(each.reference, expected)
            offset = expected if booked is None else booked
            assert 0 <= offset <= expected, "a month that cannot have been booked so"
            each.entries.append(
                SlowEntry(
                    month=month,
                    payable=left,
                    opening=opening,
                    offset=offset,
                    paid_out=left - offset,
                    closing=opening - offset,
                    booked=booked is not None,
                    expected=expected,
                )
            )
            left -= offset
        self.paid_out[month] = left
