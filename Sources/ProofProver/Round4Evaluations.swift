import BN254
import Parallel
import Constraints
import ProofVerifier

/// Round 4: every committed polynomial at x·ω^offset, in the order of the layout → v.
struct EvaluationRound {
    let polynomials: [TablePolynomials]
    var challenges: Challenges
    let chunks: [[Fr]]
    let evaluations: [Fr]
    let endSums: [Fr]

    static func run(
        _ key: ProvingKey, _ quotient: QuotientRound, transcript: inout Transcript, proof: inout [UInt8]
    ) -> EvaluationRound {
        let layout = key.verifyingKey.layout
        let x = quotient.challenges.x
        var jobs: [(coefficients: [Fr], point: Fr)] = []
        for group in layout.groups {
            let domain = key.tables[group.table].domain
            for rotation in group.rotations {
                let point = x.rotated(by: rotation, in: domain)
                for member in group.members {
                    jobs.append((quotient.polynomials[group.table][member].coefficients, point))
                }
            }
        }
        let work = jobs
        let evaluations = Parallel.map(work.count) { index in
            Parallel.serially { Polynomial.evaluate(work[index].coefficients, at: work[index].point) }
        }
        transcript.absorbAndAppend(evaluations.flatMap(\.bigEndianBytes), to: &proof)
        var challenges = quotient.challenges
        challenges.v = transcript.challenge()
        return EvaluationRound(
            polynomials: quotient.polynomials, challenges: challenges, chunks: quotient.chunks, evaluations: evaluations,
            endSums: quotient.endSums)
    }
}

extension Fr {
    /// x·ω^offset.
    func rotated(by offset: Int, in domain: EvaluationDomain) -> Fr {
        switch offset {
        case 1: self * domain.omega
        case -1: self * domain.omegaInverse
        default: self
        }
    }
}
