import BN254
import Constraints
import ProofVerifier

extension ProvingKey {
    /// Proves that `witness` satisfies the circuit with its public inputs.
    ///
    /// CPU-bound for its whole length: call it through `Parallel.run` from asynchronous code.
    /// - Parameters:
    ///   - phased: fills the columns of phases ≥ 1; nil for circuits of one phase.
    ///   - random: source of the blinding; the system's unless a test needs repeatable proofs.
    ///   - progress: called before each round with its name.
    /// - Returns: `verifyingKey.shape.byteCount` bytes.
    /// - Throws: ``ProverError``, or the error of `phased`; an unsatisfied witness is always refused.
    public func prove(
        _ witness: Witness, phased: (any PhasedWitness)? = nil, progress: (String) -> Void = { _ in }
    ) throws -> [UInt8] {
        var random = SystemRandomNumberGenerator()
        return try prove(witness, phased: phased, using: &random, progress: progress)
    }

    package func prove(
        _ witness: Witness, phased: (any PhasedWitness)? = nil, using random: inout some RandomNumberGenerator,
        progress: (String) -> Void = { _ in }
    ) throws -> [UInt8] {
        try checkShape(witness)
        let publicInputs = witness.publicInputs
        var transcript = Transcript(keyDigest: verifyingKey.digest, publicInputs: publicInputs)
        var proof: [UInt8] = []
        proof.reserveCapacity(verifyingKey.shape.byteCount)

        progress("advice")
        let advice = try AdviceRound.run(
            self, witness: witness, phased: phased, transcript: &transcript, proof: &proof, random: &random)
        progress("arguments")
        let arguments = try ArgumentRound.run(self, advice, transcript: &transcript, proof: &proof, random: &random)
        progress("quotient")
        let quotient = QuotientRound.run(self, arguments, transcript: &transcript, proof: &proof, random: &random)
        progress("evaluations")
        let evaluations = EvaluationRound.run(self, quotient, transcript: &transcript, proof: &proof)
        try checkQuotient(evaluations, publicInputs: publicInputs)
        progress("opening")
        _ = try OpeningRound.run(self, evaluations, transcript: &transcript, proof: &proof)
        return proof
    }

    private func checkShape(_ witness: Witness) throws(ProverError) {
        let system = verifyingKey.system
        func shape(_ columns: [[[Fr]]]) -> String { columns.map { "\($0.count)" }.joined(separator: "+") }
        let advice = system.tables.map { "\($0.adviceColumns.count)" }.joined(separator: "+")
        guard shape(witness.advice) == advice else {
            throw .witnessShape(expected: "\(advice) advice columns", got: "\(shape(witness.advice))")
        }
        let instance = system.tables.map { "\($0.instanceColumns.count)" }.joined(separator: "+")
        guard shape(witness.instance) == instance else {
            throw .witnessShape(expected: "\(instance) instance columns", got: "\(shape(witness.instance))")
        }
        for (table, columns) in zip(system.tables, witness.instance) {
            for (count, values) in zip(table.instanceColumns, columns) where values.count != count {
                throw .witnessShape(
                    expected: "\(count) public inputs in table \(table.name)", got: "\(values.count)")
            }
        }
    }

    /// The identity the verifier will check at x, checked here: it fails exactly when a constraint does not vanish on
    /// its domain (but for a chance of 5n/r), so no proof of a false statement leaves this function.
    private func checkQuotient(_ round: EvaluationRound, publicInputs: [Fr]) throws {
        let expected = try verifyingKey.quotientValue(
            evaluations: round.evaluations, endSums: round.endSums, publicInputs: publicInputs, challenges: round.challenges)
        let x = round.challenges.x
        let step = x.pow(UInt64(verifyingKey.layout.packing * (1 << verifyingKey.system.maximumLogSize) - 1))
        let value = round.chunks.reversed().reduce(Fr.zero) { $0 * step + Polynomial.evaluate($1, at: x) }
        guard value == expected else {
            throw ProverError.unsatisfied(table: verifyingKey.system.tables.map(\.name).joined(separator: ", "))
        }
    }
}
