#!/usr/bin/env python3
"""Independent 50-digit reference for Black-Scholes and realised volatility, and the vector files made from it.

Shares no code, table or number format with the Swift sources: closed formulas in mpmath on exact rational inputs. The inputs are drawn by
SplitMix64 with integer operations only, so the Swift tests draw the same ones and the files hold results alone.

Run:   python3 Tests/Reference/reference.py write      makes both files again (some minutes)
       python3 Tests/Reference/reference.py check N    recomputes N records spread over each file and compares

Files (Tests/PricingModelsTests/Vectors): 8 bytes magic, then little-endian u64 seed, u64 count, then records of 7-byte
little-endian two's-complement integers in units of 2^-46:
  black-scholes.bin   price/S, delta, gamma*S*w, vega/(S*root), theta/(S*sigma/(2*root) + |r|*K + |q|*S), rho/(K*tau)
                      where root = sqrt(tau), w = sigma*root
  volatility.bin      the annualised volatility
"""
import os
import struct
import sys
from multiprocessing import Pool

from mpmath import mp, mpf, exp, log, ncdf, npdf, sqrt, nint

mp.dps = 50

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "PricingModelsTests", "Vectors")
MASK = (1 << 64) - 1
YEAR = 365 * 86400
CHUNK = 1000
JOBS = {"black-scholes": (b"ASSAYBS1", 20230310, 100_000), "volatility": (b"ASSAYRV1", 20190517, 100_000)}


class SplitMix:
    """SplitMix64 (Steele, Lea, Flood 2014)."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)

    def below(self, bound):
        return self.next() % bound

    def spread(self, low, high):
        """An integer about uniform in its logarithm: 2^low <= x < 2^high."""
        exponent = low + self.below(high - low)
        fraction = self.below(1 << 16)
        return ((65536 + fraction) << exponent) >> 16


def option(index, seed):
    """S, K (ticks), T (seconds), sigma (2^-42), r, q (2^-31), put; each record has a generator of its own."""
    draw = SplitMix(seed + index)
    spot = draw.spread(10, 32)
    kind = draw.below(4)
    if kind == 0:      # near the money
        strike = spot + draw.below(1 + spot // 50) - spot // 100
    elif kind == 1:    # at the money
        strike = spot
    else:              # from 1/16 to 16 times
        strike = (spot * draw.spread(16, 24)) >> 20
    strike = min(max(strike, 1), (1 << 32) - 1)
    seconds = draw.spread(0, 28)
    sigma = draw.spread(35, 45)
    while sigma * sigma * seconds >= (60 * YEAR) << 84:
        seconds >>= 1
    limit = 1 << 29
    rate = draw.below(2 * limit) - limit
    carry = draw.below(2 * limit) - limit
    zeros = draw.below(4)
    return spot, strike, seconds, sigma, 0 if zeros & 1 else rate, 0 if zeros & 2 else carry, draw.below(2)


def price_option(arguments):
    spot, strike, seconds, sigma, rate, carry, put = arguments
    s, k, tau = mpf(spot), mpf(strike), mpf(seconds) / YEAR
    v, r, q = mpf(sigma) / 2 ** 42, mpf(rate) / 2 ** 31, mpf(carry) / 2 ** 31
    root = sqrt(tau)
    w = v * root
    d1 = (log(s / k) + (r - q) * tau) / w + w / 2
    d2 = d1 - w
    sign = -1 if put else 1
    n1, n2 = sign * ncdf(sign * d1), sign * ncdf(sign * d2)
    forward, owed = s * exp(-q * tau), k * exp(-r * tau)
    density = npdf(d1)
    theta = -forward * density * v / (2 * root) - r * owed * n2 + q * forward * n1
    return [
        (forward * n1 - owed * n2) / s,
        n1 * exp(-q * tau),
        exp(-q * tau) * density,
        forward * density / s,
        theta / (s * v / (2 * root) + abs(r) * k + abs(q) * s),
        owed * n2 / k,
    ]


def returns(index, seed):
    """Prices (ticks), periods per year, whether the mean is removed."""
    draw = SplitMix(seed + index)
    count = 8 + draw.below(89) if draw.below(8) == 0 else 8 + draw.below(9)
    width = draw.spread(4, 12)
    price = draw.spread(16, 30)
    prices = [price]
    for _ in range(count):
        price = (price * (65536 + draw.below(2 * width + 1) - width)) >> 16
        price = min(max(price, 1000), (1 << 32) - 1)
        prices.append(price)
    periods = [365, 8760, 105120, 525600][draw.below(4)]
    return prices, periods, draw.below(2) == 1


def volatility(arguments):
    prices, periods, removes_mean = arguments
    logs = [log(mpf(p)) for p in prices]
    changes = [b - a for a, b in zip(logs, logs[1:])]
    count = len(changes)
    if removes_mean:
        mean = (logs[-1] - logs[0]) / count
        return [sqrt(periods * sum((c - mean) ** 2 for c in changes) / (count - 1))]
    return [sqrt(periods * sum(c * c for c in changes) / count)]


def record(name, index):
    _, seed, _ = JOBS[name]
    values = price_option(option(index, seed)) if name == "black-scholes" else volatility(returns(index, seed))
    return b"".join(int(nint(value * 2 ** 46)).to_bytes(7, "little", signed=True) for value in values)


def chunk(job):
    name, start, end = job
    return b"".join(record(name, index) for index in range(start, end))


def write():
    os.makedirs(FOLDER, exist_ok=True)
    with Pool() as pool:
        for name, (magic, seed, count) in JOBS.items():
            jobs = [(name, start, min(start + CHUNK, count)) for start in range(0, count, CHUNK)]
            with open(os.path.join(FOLDER, name + ".bin"), "wb") as file:
                file.write(magic + struct.pack("<QQ", seed, count))
                for done, part in enumerate(pool.imap(chunk, jobs), 1):
                    file.write(part)
                    if done % 10 == 0:
                        print(f"{name}: {done * CHUNK} of {count}", flush=True)


def check(samples):
    for name, (magic, seed, count) in JOBS.items():
        with open(os.path.join(FOLDER, name + ".bin"), "rb") as file:
            data = file.read()
        if data[:24] != magic + struct.pack("<QQ", seed, count):
            sys.exit(f"{name}: header differs")
        size = (len(data) - 24) // count
        for sample in range(samples):
            index = sample * (count - 1) // max(1, samples - 1)
            if data[24 + index * size:24 + (index + 1) * size] != record(name, index):
                sys.exit(f"{name}: record {index} differs")
        print(f"{name}: {samples} of {count} records recomputed, all equal")


if __name__ == "__main__":
    if sys.argv[1:] == ["write"]:
        write()
    elif sys.argv[1:2] == ["check"] and len(sys.argv) == 3:
        check(int(sys.argv[2]))
    else:
        sys.exit(__doc__)
