#!/usr/bin/env python3
"""A second verifier of Assay proofs, written from Docs/protocol.md alone (§ below are its sections).

Plain, slow and independent on purpose: big integers, and py_ecc for the group and the pairing. It shares no
line with the Swift verifier, so a proof that both accept was read the same way twice.

    verify.py KEY PROOF PUBLICS.json                 prints accepted or rejected, exits 0 or 1
    verify.py KEY PROOF PUBLICS.json --mutations 20  changes one byte at a time and expects every change to be rejected
    verify.py --cases CASES.json                     one verdict a line, for many proofs in one process
"""
import argparse
import functools
import json
import multiprocessing
import random
import sys

from py_ecc.optimized_bn128 import FQ12, G1, G2, add, final_exponentiate, multiply, neg, pairing

from keyfile import (
    ADVICE, ARGUMENT, CHALLENGE, CONSTANT, DIFFERENCE, FIRST_ROW, FIXED, HELPER, KIND_FIXED, KIND_INSTANCE, PARTIAL, PHI,
    PREPROCESSED, QUERY, SIGMA, SUM, Key, Z,
)
from primitives import R, Reader, Rejected, keccak256, require

DELTA = pow(5, 1 << 28, R)  # §1


def inverse(a):
    require(a % R, "a denominator is zero")
    return pow(a, -1, R)


# §4: the transcript

class Transcript:
    def __init__(self, key, publics):
        self.state = keccak256(b"Assay proof v1" + key.digest + b"".join(v.to_bytes(32, "big") for v in publics))

    def absorb(self, message):
        self.state = keccak256(self.state + message)

    def draw(self, count=1):
        hashes = [self.state] + [keccak256(self.state + bytes([i])) for i in range(1, count)]
        return [int.from_bytes(h, "big") % R for h in hashes[:count]]


# §5: the constraints of one table at x

def lagrange(table, i, x):  # §2
    root = pow(table.omega, i, R)
    return root * (pow(x, table.n, R) - 1) % R * inverse(table.n * (x - root)) % R


def shifted(table, x, offset):
    return x * pow(table.omega, offset, R) % R


class TableAtX:
    def __init__(self, table, x, evaluations, challenges, publics):
        self.table, self.x, self.evaluations, self.publics = table, x, evaluations, publics
        self.first, self.last = lagrange(table, 0, x), lagrange(table, table.usable, x)
        self.active = 1 - sum(lagrange(table, i, x) for i in range(table.usable, table.n))
        self.nodes = []
        for code, body in table.nodes:
            if code == CONSTANT:
                value = body
            elif code == QUERY:
                value = self.column(*body)
            elif code == CHALLENGE:
                value = challenges[body]
            elif code == FIRST_ROW:
                value = self.first
            else:
                left, right = self.nodes[body[0]], self.nodes[body[1]]
                value = left + right if code == SUM else left - right if code == DIFFERENCE else left * right
            self.nodes.append(value % R)

    def sent(self, member, index, offset=0):
        return self.evaluations[self.table.number, member, index, offset]

    def column(self, kind, index, offset=0):
        if kind == KIND_INSTANCE:
            return sum(v * lagrange(self.table, j, self.x) for j, v in enumerate(self.publics[index])) % R
        return self.sent(FIXED if kind == KIND_FIXED else ADVICE, index, offset)

    def constraints(self, theta, beta, gamma, end_sum):
        values = [self.nodes[node] for _, node in self.table.gates]
        if self.table.permuted:
            values += self._permutation(beta, gamma)
        if self.table.interactions:
            values += self._bus(theta, beta, end_sum)
        return [value % R for value in values]

    def _permutation(self, beta, gamma):
        z, chunks = self.sent(Z, 0), self.table.permutation_chunks()
        p = [z] + [self.sent(PARTIAL, k) for k in range(len(chunks) - 1)] + [self.sent(Z, 0, 1)]
        values = [self.first * (z - 1), self.last * (z - 1)]
        for k, chunk in enumerate(chunks):
            left, right = p[k + 1], p[k]
            for c, (kind, index) in chunk:
                f = self.column(kind, index)
                left = left * (f + beta * self.sent(SIGMA, c) + gamma) % R
                right = right * (f + beta * pow(DELTA, c, R) * self.x + gamma) % R
            values.append(self.active * (left - right))
        return values

    def _bus(self, theta, beta, end_sum):
        chunks, phi = self.table.interaction_chunks(), self.sent(PHI, 0)
        helpers = [self.sent(HELPER, i) for i in range(len(chunks) - 1)]
        values = [self.first * phi, self.last * (phi - end_sum)]
        for h, chunk in zip(helpers + [self.sent(PHI, 0, 1) - phi - sum(helpers)], chunks):
            d = [denominator(theta, beta, i.tag, [self.nodes[node] for node in i.tuple]) for i in chunk]
            numerator = sum(self.nodes[i.multiplicity] * product(d[:j] + d[j + 1 :]) for j, i in enumerate(chunk))
            values.append(self.active * (h * product(d) - numerator))
        return values


def product(factors):
    result = 1
    for factor in factors:
        result = result * factor % R
    return result


def denominator(theta, beta, tag, values):  # §2, Bus
    return (beta + tag + sum(pow(theta, i, R) * v for i, v in enumerate(values, 1))) % R


# §5 and §6

def verify(key, proof, publics):
    """Returns normally if the proof is accepted; raises Rejected with the reason otherwise."""
    require(len(publics) == key.public_input_count(), "the number of public inputs")
    require(all(0 <= v < R for v in publics), "a public input is not below r")
    rest, columns = iter(publics), {}
    for table in key.tables:
        columns[table.number] = [[next(rest) for _ in range(length)] for length in table.instance]

    # Line by line; a message is the bytes that its line took.
    reader, transcript = Reader(proof), Transcript(key, publics)
    points = {PREPROCESSED: key.preprocessed}
    start, phase_challenges = 0, []

    def message():
        nonlocal start
        transcript.absorb(proof[start : reader.at])
        start = reader.at

    for phase in range(key.phases):
        points[1 + phase] = [reader.point() for _ in key.of_stage(1 + phase)]
        message()
        if phase < key.phases - 1:
            phase_challenges += transcript.draw(key.phase_challenges[phase])
    theta, beta, gamma = transcript.draw(3)

    points[ARGUMENT] = [reader.point() for _ in key.of_stage(ARGUMENT)]
    with_interactions = [table.number for table in key.tables if table.interactions]
    end_sums = {number: reader.scalar() for number in with_interactions} if key.sums_sent() else {}
    message()
    [alpha] = transcript.draw()

    quotient = [reader.point() for _ in range(key.quotient_points)]
    message()
    [x] = transcript.draw()

    evaluations = {}
    for group in key.groups:
        for offset in group.offsets:
            for member, index in group.members:
                evaluations[group.table, member, index, offset] = reader.scalar()
    message()
    [v] = transcript.draw()
    w = reader.point()
    message()
    [y] = transcript.draw()
    w_prime = reader.point()
    reader.end()

    # End sums.
    if key.sums_sent():
        total = sum(end_sums.values())
        for tag, terms, multiplicity in key.public_interactions:
            values = [body if kind == 0 else publics[body] for kind, body in terms]
            total += multiplicity * inverse(denominator(theta, beta, tag, values))
        require(total % R == 0, "the end sums do not cancel")

    # q(x): one Horner sum over all tables is Σ_T α^{e_T}·N_T, each table divided by its own x^n − 1.
    q, later = 0, 0
    for table in reversed(key.tables):
        vanishing = inverse(pow(x, table.n, R) - 1)
        at_x = TableAtX(table, x, evaluations, phase_challenges, columns[table.number])
        values = at_x.constraints(theta, beta, gamma, end_sums.get(table.number, 0))
        n_t = 0
        for value in values:
            n_t = (n_t * alpha + value) % R
        q = (q + pow(alpha, later, R) * n_t * vanishing) % R
        later += len(values)

    # §6: F = Σ v^k/Z_k(y)·(C_k − [r_k(y)]₁) − W, the quotient last.
    f, constant, big_y = neg(w), 0, pow(y, key.t, R)
    commitments = {stage: iter(list_of_points) for stage, list_of_points in points.items()}
    for k, group in enumerate(key.groups):
        nodes = [shifted(key.tables[group.table], x, offset) for offset in group.offsets]
        scale = pow(v, k, R) * inverse(product(big_y - node for node in nodes)) % R
        f = add(f, multiply(next(commitments[group.stage]), scale))
        for offset, node in zip(group.offsets, nodes):
            others = [other for other in nodes if other != node]
            basis = product(big_y - other for other in others) * inverse(product(node - other for other in others)) % R
            members = sum(
                pow(y, i, R) * evaluations[group.table, member, index, offset] for i, (member, index) in enumerate(group.members))
            constant += scale * basis * members
    scale = pow(v, len(key.groups), R) * inverse(y - x) % R
    m = key.t * max(table.n for table in key.tables) - 1
    for c, point in enumerate(quotient):
        f = add(f, multiply(point, scale * pow(x, c * m, R) % R))
    f = add(f, neg(multiply(G1, (constant + scale * q) % R)))

    left = pairing(G2, add(f, multiply(w_prime, y)), final_exponentiate=False)
    right = pairing(key.tau_g2, neg(w_prime), final_exponentiate=False)
    require(final_exponentiate(left * right) == FQ12.one(), "the pairing differs")


parsed = functools.lru_cache(maxsize=8)(Key)


def verdict(key_file, proof, publics):
    """(True, "") or (False, reason) for the bytes of a key file, of a proof, and public inputs as integers."""
    try:
        verify(parsed(key_file), proof, publics)
        return True, ""
    except Rejected as rejection:
        return False, str(rejection)


def mutated(proof, publics, rng):
    """One byte of the proof or of the public inputs changed."""
    proof, raw = bytearray(proof), bytearray(b"".join(v.to_bytes(32, "big") for v in publics))
    at, flip = rng.randrange(len(proof) + len(raw)), rng.randrange(1, 256)
    (proof if at < len(proof) else raw)[at if at < len(proof) else at - len(proof)] ^= flip
    place = f"proof byte {at}" if at < len(proof) else f"public inputs' byte {at - len(proof)}"
    return place, bytes(proof), [int.from_bytes(raw[i : i + 32], "big") for i in range(0, len(raw), 32)]


def judge(case):
    key = bytes.fromhex(case["key"])
    if "proof" in case:
        return verdict(key, bytes.fromhex(case["proof"]), [int(v, 16) for v in case["publics"]])
    try:
        return bool(Key(key)), ""
    except Rejected as rejection:
        return False, str(rejection)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="KEY PROOF PUBLICS.json")
    parser.add_argument("--mutations", type=int, default=0, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", metavar="CASES.json", help='a list of {"key": hex, "proof": hex, "publics": [hex]}, or keys alone')
    options = parser.parse_args()
    if options.cases:
        # Closed and joined, not terminated: a caller may have started this process with its signals blocked.
        pool = multiprocessing.Pool()
        for accepted, reason in pool.imap(judge, json.loads(read(options.cases))):
            print("accepted" if accepted else f"rejected: {reason}")
        pool.close()
        pool.join()
        return 0
    if len(options.files) != 3:
        parser.error("name a key file, a proof file and a JSON file of public inputs")
    key_file, proof, publics = read(options.files[0]), read(options.files[1]), json.loads(read(options.files[2]))
    publics = [int(v, 16) for v in publics]
    accepted, reason = verdict(key_file, proof, publics)
    print("accepted" if accepted else f"rejected: {reason}")
    rng = random.Random(options.seed)
    for _ in range(options.mutations if accepted else 0):
        place, changed_proof, changed_publics = mutated(proof, publics, rng)
        still, reason = verdict(key_file, changed_proof, changed_publics)
        print(f"{place}: {'ACCEPTED' if still else f'rejected: {reason}'}", flush=True)
        accepted = accepted and not still
    return 0 if accepted else 1


if __name__ == "__main__":
    sys.exit(main())
