"""Products of powers `base ** log2(ratio)`: compared exactly and rounded correctly.

Such a product is rarely rational, so no fixed number of digits rounds it rightly. Here a product
that is exactly rational is found to be, and computed in fractions; for any other, digits are added
until both ends of the interval that holds it agree.

>>> treble = Product.of(100).times_power(Fraction("1.5"), Fraction(3))
>>> treble.rounded(2)
19015
>>> doubled = Product.of("8.72").times_power(Fraction("1.5"), Fraction(2))
>>> doubled.rounded(3), doubled.compare(Product.of("13.08"))
(13080, 0)
"""

import decimal
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import gcd

import attrs

from .money import round_half_up

__all__ = ["Product"]

_FIRST_PRECISION = 40


@attrs.frozen
class Product:
    """`rational` × the product of `base ** log2(ratio)` over `powers`, every figure above zero."""

    rational: Fraction
    powers: tuple[tuple[Fraction, Fraction], ...] = ()

    @classmethod
    def of(cls, figure: Decimal | str | int) -> "Product":
        """Give a figure as a product without powers."""
        return cls(Fraction(figure))

    def times_power(self, base: Fraction, ratio: Fraction) -> "Product":
        """Multiply by `base ** log2(ratio)`."""
        return attrs.evolve(self, powers=(*self.powers, (base, ratio)))

    def over(self, other: "Product") -> "Product":
        """Divide by another product."""
        inverse = tuple((base, 1 / ratio) for base, ratio in other.powers)
        return Product(self.rational / other.rational, (*self.powers, *inverse))

    def compare(self, other: "Product") -> int:
        """Give 1, 0 or −1 as this product is above, equal to, or below the other."""
        quotient = self.over(other)
        return quotient.decided(lambda value: (value > 1) - (value < 1))

    def rounded(self, places: int) -> int:
        """Round half-up to so many places, given as a whole number of units of the last one.

        >>> Product.of("1.115").times_power(Fraction(2), Fraction(3)).rounded(2)
        335
        """
        scale = 10**places

        def in_units(value: Fraction) -> int:
            return round_half_up(value.numerator * scale, value.denominator)

        return self.decided(in_units)

    def decided(self, question: Callable[[Fraction], int]) -> int:
        """Answer a monotone question about the exact value."""
        rational, irrational = self._separated()
        if not irrational:
            return question(rational)
        precision = _FIRST_PRECISION
        while True:
            low, high = _interval(irrational, precision)
            answer = question(rational * low)
            if answer == question(rational * high):
                return answer
            precision *= 2

    def _separated(self) -> "tuple[Fraction, Counter[tuple[int, int]]]":
        """Separate the rational part from the sum of log2(q) × log2(r) in the exponent of 2.

        With every figure a product of pairwise coprime factors, one of them 2, the exponent of 2
        is a sum of terms log2(q) × log2(r). Those in which q or r is 2 make a rational power. The
        others cancel, or make the whole irrational: logarithms of coprime integers are held to
        meet no other equation (Schanuel's conjecture; were it false, a tie would never decide).
        """
        figures = [figure for power in self.powers for figure in power]
        factors = _coprime_factors(
            {2, *(part for figure in figures for part in figure.as_integer_ratio())}
        )
        terms: Counter[tuple[int, int]] = Counter()
        for base, ratio in self.powers:
            of_base, of_ratio = _exponents(base, factors), _exponents(ratio, factors)
            for (q, times), (r, more) in product(of_base.items(), of_ratio.items()):
                terms[min(q, r), max(q, r)] += times * more
        rational = self.rational
        irrational: Counter[tuple[int, int]] = Counter()
        for (q, r), times in terms.items():
            if q == 2:  # the least factor of all, so never r alone
                rational *= Fraction(r) ** times
            elif times:
                irrational[q, r] = times
        return rational, irrational


def _coprime_factors(figures: Iterable[int]) -> list[int]:
    """Give pairwise coprime factors of which every figure is a product."""
    coprime: list[int] = []
    pending = list(figures)
    while pending:
        figure = pending.pop()
        for place, other in enumerate(coprime):
            common = gcd(figure, other)
            if common > 1:
                del coprime[place]
                pending += [common, figure // common, other // common]
                break
        else:
            if figure > 1:
                coprime.append(figure)
    return coprime


def _exponents(figure: Fraction, factors: Iterable[int]) -> dict[int, int]:
    """Give the exponent of each factor in a figure."""
    exponents: dict[int, int] = {}
    for factor in factors:
        for part, sign in zip(figure.as_integer_ratio(), (1, -1), strict=True):
            left = part
            while left % factor == 0:
                left //= factor
                exponents[factor] = exponents.get(factor, 0) + sign
    return exponents


def _interval(terms: "Counter[tuple[int, int]]", precision: int) -> tuple[Fraction, Fraction]:
    """Hold 2 ** (the sum of log2(q) × log2(r) × times) between two fractions.

    `ln` and `exp` of a decimal context are correctly rounded, so each step errs by one unit in
    the last digit at most; the bound below grants every term eight of them, and doubles the sum.
    """
    context = decimal.Context(prec=precision, Emin=-999_999, Emax=999_999, traps=[])
    unit = Fraction(10) ** (1 - precision)
    logs = {factor: context.ln(factor) for pair in terms for factor in pair}
    exponent, size = Decimal(0), Fraction(1)
    for (q, r), times in terms.items():
        term = context.divide(
            context.multiply(times, context.multiply(logs[q], logs[r])), context.ln(2)
        )
        exponent = context.add(exponent, term)
        size += abs(Fraction(term))
    error = 2 * unit * (8 + len(terms)) * size
    value = Fraction(context.exp(exponent))
    return value * (1 - error), value * (1 + error)
