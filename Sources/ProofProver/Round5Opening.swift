import BN254
import Constraints
import Parallel
import ProofVerifier

/// Rounds 5 and 6: W, then W′ (Docs/protocol.md §6; BDFG20 with packed groups).
///
/// Groups with the same height and offsets have the same Z, so they are folded first and divided once, slot by slot:
/// (g − r)/Z = Σᵢ Xⁱ·hᵢ(Xᵗ) with hᵢ the quotient of fᵢ by Π(X − x·ω^o). The remainder needs no subtraction: it is what
/// division leaves over.
enum OpeningRound {
    private struct Class: Hashable {
        let logSize: Int
        let rotations: [Int]
    }

    private struct Folded {
        let domain: EvaluationDomain
        let rotations: [Int]
        /// For each slot i, the f_{k,i} with their v^k.
        var terms: [[(coefficients: [Fr], power: Fr)]]
        /// Σ v^k·f_{k,i} for each slot i.
        var slots: [[Fr]] = []
    }

    static func run(
        _ key: ProvingKey, _ round: EvaluationRound, transcript: inout Transcript, proof: inout [UInt8]
    ) throws -> Challenges {
        let system = key.verifyingKey.system
        let layout = key.verifyingKey.layout
        var challenges = round.challenges
        let (x, v, t) = (challenges.x, challenges.v, layout.packing)
        let length = t * (1 << system.maximumLogSize)

        var order: [Class] = []
        var classes: [Class: Folded] = [:]
        var power = Fr.one
        for group in layout.groups {
            let domain = key.tables[group.table].domain
            let id = Class(logSize: domain.logSize, rotations: group.rotations)
            if classes[id] == nil { order.append(id) }
            for (slot, member) in group.members.enumerated() {
                classes[id, default: Folded(domain: domain, rotations: group.rotations, terms: Array(repeating: [], count: t))]
                    .terms[slot].append((round.polynomials[group.table][member].coefficients, power))
            }
            power = power * v
        }
        let folded = order.compactMap { classes[$0] }.map { entry in
            var entry = entry
            entry.slots = entry.terms.map { sum($0, length: entry.domain.size) }
            entry.terms = []
            return entry
        }

        // The quotient's chunks as one polynomial, opened at x with Z = X − x.
        let step = x.pow(UInt64(length - 1))
        var shift = Fr.one
        let combined = sum(round.chunks.map { chunk in
            defer { shift *= step }
            return (chunk, shift)
        }, length: length)

        var w = sum([(Polynomial.divide(combined, byRoot: x), power)], length: length)
        for entry in folded {
            let points = entry.rotations.map { x.rotated(by: $0, in: entry.domain) }
            let quotients = Parallel.map(t) { slot in
                points.reduce(entry.slots[slot]) { Polynomial.divide($0, byRoot: $1) }
            }
            add(quotients, times: .one, to: &w)
        }
        guard let bases = key.bases[system.maximumLogSize] else { throw ProverError.degenerateChallenge }
        transcript.absorbAndAppend(bases.commit(coefficients: w).uncompressedBytes, to: &proof)
        let y = transcript.challenge()
        challenges.y = y

        // Σ g_k·v^k/Z_k(y) − w, whose value at y the remainders cancel; division leaves that value over.
        guard let last = (y - x).inverse() else { throw ProverError.degenerateChallenge }
        var bracket = sum([(combined, last * power), (w, -.one)], length: length)
        let powerOfY = y.pow(UInt64(t))
        for entry in folded {
            let vanishing = entry.rotations.reduce(Fr.one) { $0 * (powerOfY - x.rotated(by: $1, in: entry.domain)) }
            guard let inverse = vanishing.inverse() else { throw ProverError.degenerateChallenge }
            add(entry.slots, times: inverse, to: &bracket)
        }
        let wPrime = Polynomial.divide(bracket, byRoot: y)
        proof += bases.commit(coefficients: wPrime).uncompressedBytes
        return challenges
    }

    /// Σ power·coefficients, on all threads.
    private static func sum(_ terms: [(coefficients: [Fr], power: Fr)], length: Int) -> [Fr] {
        [Fr](unsafeUninitializedCapacity: length) { target, initialized in
            Parallel.chunks(length, minimum: 512) { range in
                let part = UnsafeMutableBufferPointer(rebasing: target[range])
                part.update(repeating: .zero)
                for term in terms {
                    term.coefficients.withUnsafeBufferPointer { source in
                        let end = min(range.upperBound, source.count)
                        if range.lowerBound < end { Fr.add(.init(rebasing: source[range.lowerBound..<end]), times: term.power, to: part) }
                    }
                }
            }
            initialized = length
        }
    }

    /// target[i·t + slot] += factor·slots[slot][i].
    private static func add(_ slots: [[Fr]], times factor: Fr, to target: inout [Fr]) {
        let t = slots.count
        let longest = slots.map(\.count).max() ?? 0
        target.withUnsafeMutableBufferPointer { target in
            Parallel.chunks(longest, minimum: 512) { range in
                for (slot, values) in slots.enumerated() {
                    values.withUnsafeBufferPointer { values in
                        let end = min(range.upperBound, values.count)
                        if range.lowerBound >= end { return }
                        if t == 1 {
                            return Fr.add(
                                .init(rebasing: values[range.lowerBound..<end]), times: factor,
                                to: .init(rebasing: target[range.lowerBound..<end]))
                        }
                        for i in range.lowerBound..<end {
                            target[i * t + slot] = target[i * t + slot] + Fr.product(values[i], factor)
                        }
                    }
                }
            }
        }
    }
}
