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
        let points = Parallel.map(blinded.count) { index in
            Parallel.serially { bases?.commit(coefficients: blinded[index]) ?? .infinity }
        }
        transcript.absorbAndAppend(points.flatMap(\.uncompressedBytes), to: &proof)
        var challenges = argument.challenges
        challenges.x = transcript.challenge()
        return QuotientRound(polynomials: argument.polynomials, challenges: challenges, chunks: chunks)
    }

    /// Coefficients of N_T/(X^n − 1), computed coset by coset of n.
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
        let cosets = keyTable.cosetShifts.count
        var extended = [Fr](repeating: .zero, count: n * cosets)
        for (j, shift) in keyTable.cosetShifts.enumerated() {
            var columns = committed.map(\.coefficients)
            keyTable.domain.cosetFFT(columns: &columns, shift: shift)
            var buffer = keyTable.cosetColumns[j]
            for column in columns { buffer.append(column) }
            let values = builder.program.run(on: buffer, count: n, outputs: [folded])[0]
            // X^n − 1 is constant on a coset of H, and not zero off H.
            let inverse = (shift.pow(UInt64(n)) - .one).inverse() ?? .zero
            for row in 0..<n { extended[row * cosets + j] = values[row] * inverse }
        }
        let domain = EvaluationDomain(logSize: table.logSize + cosets.trailingZeroBitCount)
        domain.inverseCosetFFT(&extended, shift: Fr.multiplicativeGenerator)
        return extended
    }
}
