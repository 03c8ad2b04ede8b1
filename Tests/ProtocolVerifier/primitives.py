"""Bytes, hashes and curve points: what Docs/protocol.md §1 takes as known. Keccak is here so that nothing but py_ecc is needed."""
from py_ecc.optimized_bn128 import FQ, Z1, curve_order, field_modulus

R, Q = curve_order, field_modulus


class Rejected(Exception):
    """The key, the proof or the public inputs are not what the page asks for."""


def require(condition, reason):
    if not condition:
        raise Rejected(reason)


class Reader:
    """§1 and §8: integers, scalars, points, texts and lists, and nothing left over."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        require(self.at + count <= len(self.data), "too short")
        self.at += count
        return self.data[self.at - count : self.at]

    def u8(self):
        return self.take(1)[0]

    def u32(self):
        return int.from_bytes(self.take(4), "big")

    def i32(self):
        return int.from_bytes(self.take(4), "big", signed=True)

    def scalar(self):
        value = int.from_bytes(self.take(32), "big")
        require(value < R, "a scalar is not below r")
        return value

    def point(self, zero_allowed=False):
        raw = self.take(64)
        x, y = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        if zero_allowed and x == y == 0:
            return Z1
        require(x < Q and y < Q and (y * y - x**3 - 3) % Q == 0, "a point is not on the curve")
        return FQ(x), FQ(y), FQ(1)

    def text(self):
        try:
            return self.take(self.count(256)).decode("utf-8")
        except UnicodeDecodeError:
            raise Rejected("a text is not UTF-8") from None

    def count(self, limit):
        count = self.u32()
        require(count <= limit, "a list is longer than its limit")
        return count

    def list(self, element, limit):
        return [element() for _ in range(self.count(limit))]

    def end(self):
        require(self.at == len(self.data), "too long")


# Keccak-256 (FIPS 202's permutation with the first padding, as in Ethereum).

def _round_constants():
    state, constants = 1, []
    for _ in range(24):
        word = 0
        for j in range(7):
            if state & 1:
                word |= 1 << ((1 << j) - 1)
            state = (state << 1) ^ (0x171 if state & 0x80 else 0)
        constants.append(word)
    return constants


ROUND_CONSTANTS = _round_constants()
MASK = (1 << 64) - 1


def _rotate(a, n):
    n %= 64
    return ((a << n) | (a >> (64 - n))) & MASK


def _permute(lanes):
    for constant in ROUND_CONSTANTS:
        parity = [lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20] for x in range(5)]
        lanes = [lanes[i] ^ parity[(i + 4) % 5] ^ _rotate(parity[(i + 1) % 5], 1) for i in range(25)]
        x, y, current = 1, 0, lanes[1]
        for t in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            lanes[x + 5 * y], current = _rotate(current, (t + 1) * (t + 2) // 2), lanes[x + 5 * y]
        lanes = [lanes[i] ^ (~lanes[i - i % 5 + (i + 1) % 5] & lanes[i - i % 5 + (i + 2) % 5]) for i in range(25)]
        lanes[0] ^= constant
    return lanes


def keccak256(data):
    rate, lanes = 136, [0] * 25
    padded = bytearray(data) + bytes(rate - len(data) % rate)
    padded[len(data)] ^= 0x01
    padded[-1] ^= 0x80
    for start in range(0, len(padded), rate):
        for i in range(rate // 8):
            lanes[i] ^= int.from_bytes(padded[start + 8 * i : start + 8 * i + 8], "little")
        lanes = _permute(lanes)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])
