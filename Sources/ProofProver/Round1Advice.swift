import BN254
import Parallel
import Commitments
import Constraints
import ProofVerifier

/// Rounds 1.p: the advice of each phase, feed groups first → phase challenges, then θ, β, γ.
///
/// Every column but the feed's gets its last b rows random: b ≥ 6 against at most three openings and one commitment.
struct AdviceRound {
    var polynomials: [TablePolynomials]
    var challenges = Challenges()

    static func run(
        _ key: ProvingKey, witness: Witness, phased: (any PhasedWitness)?, transcript: inout Transcript,
        proof: inout [UInt8], random: inout some RandomNumberGenerator
    ) throws -> AdviceRound {
        let system = key.verifyingKey.system
        var witness = witness
        var round = AdviceRound(polynomials: try key.tables.indices.map { index in
            let table = system.tables[index]
            let keyTable = key.tables[index]
            let instance = try table.instanceColumns.indices.map { column in
                try padded(witness.instance[index][column], to: table.size, limit: table.instanceColumns[column],
                           table: table.name, column: "instance \(column)")
            }
            return TablePolynomials(
                fixed: keyTable.fixed, sigma: keyTable.sigma,
                advice: Array(repeating: .empty, count: table.adviceColumns.count),
                instance: interpolated(instance, keyTable.domain))
        })
        for phase in 0..<system.phases {
            if phase > 0 { try phased?.assign(phase: phase, challenges: round.challenges.phase, into: &witness) }
            if phase == system.phases - 1 {
                try witness.countMultiplicities(of: key.circuit, challenges: round.challenges.phase)
                round.fillMasks(&witness, system: system, random: &random)
            }
            for (index, table) in system.tables.enumerated() {
                let columns = table.adviceColumns.indices.filter { table.adviceColumns[$0].phase == phase }
                let values = try columns.map { column in
                    try blinded(
                        witness.advice[index][column], declaration: table.adviceColumns[column], table: table,
                        random: &random)
                }
                for (column, polynomial) in zip(columns, interpolated(values, key.tables[index].domain)) {
                    round.polynomials[index].advice[column] = polynomial
                }
            }
            let points = key.commit(stage: .advice(phase: phase), round.polynomials)
            let layout = key.verifyingKey.layout
            for (point, index) in zip(points, layout.indices(of: .advice(phase: phase))) where layout.groups[index].isFeed && point.isInfinity {
                throw ProverError.emptyFeed(table: system.tables[layout.groups[index].table].name)
            }
            transcript.absorbAndAppend(points.flatMap(\.uncompressedBytes), to: &proof)
            if phase < system.phases - 1 {
                round.challenges.phase += (0..<system.phaseChallenges[phase]).map { transcript.challenge($0) }
            }
        }
        round.challenges.theta = transcript.challenge(0)
        round.challenges.beta = transcript.challenge(1)
        round.challenges.gamma = transcript.challenge(2)
        return round
    }

    /// ρ of each table with a bus: its own random value in row 0, its predecessor's in row 1.
    private func fillMasks(_ witness: inout Witness, system: ConstraintSystem, random: inout some RandomNumberGenerator) {
        let masked = system.tables.indices.compactMap { index in
            system.tables[index].adviceColumns.firstIndex { $0.role == .mask }.map { (table: index, column: $0) }
        }
        let values = masked.map { _ in Fr.random(using: &random) }
        for (position, place) in masked.enumerated() {
            witness.advice[place.table][place.column] = [
                values[position], values[(position + masked.count - 1) % masked.count],
            ]
        }
    }

    private static func padded(
        _ values: [Fr], to size: Int, limit: Int, table: String, column: String
    ) throws(ProverError) -> [Fr] {
        guard values.count <= limit else {
            throw .columnTooLong(table: table, column: column, got: values.count, limit: limit)
        }
        return values + Array(repeating: .zero, count: size - values.count)
    }

    private static func blinded(
        _ values: [Fr], declaration: AdviceColumn, table: Table, random: inout some RandomNumberGenerator
    ) throws(ProverError) -> [Fr] {
        var column = try padded(
            values, to: table.size, limit: table.usableRows, table: table.name, column: declaration.name)
        if declaration.width != .full {
            for (row, value) in values.enumerated() where !declaration.width.admits(value) {
                throw .valueTooWide(table: table.name, column: declaration.name, row: row, width: declaration.width)
            }
        }
        if declaration.role != .feed {
            for row in (table.usableRows + 1)..<table.size { column[row] = Fr.random(using: &random) }
        }
        return column
    }
}

/// Both forms of columns given by their values.
func interpolated(_ columns: [[Fr]], _ domain: EvaluationDomain) -> [ProvenPolynomial] {
    var coefficients = columns
    domain.inverseFFT(columns: &coefficients)
    return zip(columns, coefficients).map { ProvenPolynomial(values: $0, coefficients: $1) }
}

extension Transcript {
    /// The message enters the proof and the transcript in one call, so that the two cannot drift.
    mutating func absorbAndAppend(_ message: [UInt8], to proof: inout [UInt8]) {
        proof += message
        absorb(message)
    }
}

extension ProvingKey {
    /// Commits all groups of a stage from their values, in layout order.
    func commit(stage: CommitmentStage, _ polynomials: [TablePolynomials]) -> [G1Affine] {
        let layout = verifyingKey.layout
        let indices = layout.indices(of: stage)
        func commit(_ index: Int) -> G1Affine {
            let group = layout.groups[index]
            let slots = group.members.map { polynomials[group.table][$0].values }
            return bases[verifyingKey.system.tables[group.table].logSize]?.commit(slots: slots) ?? .infinity
        }
        // A few wide groups: all threads on each, one after the other.
        if indices.count < 2 * Parallel.threads { return indices.map(commit) }
        // One thread a group: splitting a group as well would only add bucket sums.
        return Parallel.map(indices.count) { position in Parallel.serially { commit(indices[position]) } }
    }
}
