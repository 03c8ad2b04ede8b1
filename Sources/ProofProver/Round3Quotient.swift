import BN254
import Parallel
import Constraints
import ProofVerifier

/// Round 3: q = Σ_T α^{e_T}·N_T/(X^{n_T} − 1), in chunks of t·n − 1 coefficients → x.
///
/// Establishes that every constraint vanishes on its domain, up to (number of constraints)/r for α and 5n/r for x.
struct QuotientRound {
    let polynomials: [TablePolynomials]
    var challenges: Challenges
    /// Blinded against their neighbours.
    let chunks: [[Fr]]
    let endSums: [Fr]

    static func run(
        _ key: ProvingKey, _ argument: ArgumentRound, transcript: inout Transcript, proof: inout [UInt8],
        random: inout some RandomNumberGenerator
    ) -> QuotientRound {
        let system = key.verifyingKey.system
        let layout = key.verifyingKey.layout
        var quotient: [Fr] = []
        var endSums = argument.endSums.makeIterator()
        for (index, table) in system.tables.enumerated() {
            let plan = system.plans[index]
            let sum = plan.hasBus ? endSums.next() : nil
            let endSum = system.sendsEndSums ? sum ?? .zero : .zero
            let part = tableQuotient(key, index, argument, endSum: endSum)
            let shift = argument.challenges.alpha.pow(UInt64(table.constraintCount(plan)))
            if quotient.isEmpty {
                quotient = part
                continue
            }
            let length = max(quotient.count, part.count)
            quotient = (0..<length).map { i in
                (i < quotient.count ? quotient[i] * shift : .zero) + (i < part.count ? part[i] : .zero)
            }
        }

        let size = layout.packing * (1 << system.maximumLogSize) - 1
        var chunks = (0..<layout.quotientChunks).map { c in
            let slice = quotient.dropFirst(c * size).prefix(size)
            return Array(slice) + Array(repeating: Fr.zero, count: size + 1 - slice.count)
        }
        for c in chunks.indices.dropLast() {
            let blind = Fr.random(using: &random)
            chunks[c][size] = chunks[c][size] + blind
            chunks[c + 1][0] = chunks[c + 1][0] - blind
        }
        let bases = key.bases[system.maximumLogSize]
        let blinded = chunks
        // One thread a chunk where there are enough: splitting a sum would only add bucket sums.
        let points = blinded.count < Parallel.threads
            ? blinded.map { bases?.commit(coefficients: $0) ?? .infinity }
            : Parallel.map(blinded.count) { index in
                Parallel.serially { bases?.commit(coefficients: blinded[index]) ?? .infinity }
            }
        transcript.absorbAndAppend(points.flatMap(\.uncompressedBytes), to: &proof)
        var challenges = argument.challenges
        challenges.x = transcript.challenge()
        return QuotientRound(polynomials: argument.polynomials, challenges: challenges, chunks: chunks, endSums: argument.endSums)
    }

    /// Coefficients of N_T/(X^n − 1), computed coset by coset of n.
    ///
    /// On the coset s_j·H, X^n is the constant c_j = s_j^n, so N_T/(X^n − 1) = Σ X^(kn)·q_k agrees there with r_j = Σ c_j^k·q_k, a polynomial
    /// of degree below n. Each r_j is interpolated on its own coset, and E equations a coefficient give the q_k.
    private static func tableQuotient(
        _ key: ProvingKey, _ index: Int, _ argument: ArgumentRound, endSum: Fr
    ) -> [Fr] {
        let table = key.verifyingKey.system.tables[index]
        let plan = key.verifyingKey.system.plans[index]
        let keyTable = key.tables[index]
        let polynomials = argument.polynomials[index]
        var builder = TableProgram(table: table, plan: plan, challenges: argument.challenges)
        let folded = builder.foldedConstraints(endSum: endSum)

        var committed = polynomials.advice + polynomials.instance + polynomials.helpers + polynomials.partialProducts
        if plan.hasBus { committed.append(polynomials.runningSum) }
        if plan.hasPermutation { committed.append(polynomials.product) }
        let n = table.size
        let columns = committed
        var remainders: [ColumnBuffer] = []
        var buffer: ColumnBuffer?
        for (j, coset) in keyTable.cosets.enumerated() {
            if buffer == nil {
                buffer = ColumnBuffer(rows: n, columns: columns.count) { coset.evaluate(columns[$0].coefficients, into: $1) }
            } else {
                buffer?.refill { coset.evaluate(columns[$0].coefficients, into: $1) }
            }
            guard let buffer else { continue }
            remainders.append(builder.program.run(on: [keyTable.cosetColumns[j], buffer], count: n, outputs: [folded]))
        }
        buffer = nil
        let cosets = keyTable.cosets
        let values = remainders
        let interpolated = Parallel.map(cosets.count) { j in
            var remainder = values[j].values
            keyTable.domain.inverseCosetFFT(&remainder, shift: cosets[j].shift)
            return remainder
        }
        let solution = keyTable.quotientWeights
        return [Fr](unsafeUninitializedCapacity: n * cosets.count) { target, initialized in
            target.update(repeating: .zero)
            Parallel.chunks(n, minimum: 512) { range in
                for k in cosets.indices {
                    let part = UnsafeMutableBufferPointer(rebasing: target[k * n + range.lowerBound..<k * n + range.upperBound])
                    for j in cosets.indices {
                        interpolated[j].withUnsafeBufferPointer { Fr.add(.init(rebasing: $0[range]), times: solution[k][j], to: part) }
                    }
                }
            }
            initialized = n * cosets.count
        }
    }
}
