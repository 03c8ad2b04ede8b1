import BN254
import Commitments
import Constraints
import ProofVerifier

/// Predicts how long a proof takes at another t or height, from two proofs made here.
///
/// Of a proof's rounds only the opening depends on t: it commits to two polynomials of degree t·n and walks through as many
/// coefficients. Its time is a line through the two measured proofs; the other rounds' is their mean. All grow with n·log n.
public struct ProverTiming: Hashable, Sendable {
    /// Rows of the circuit that was measured.
    public let logSize: Int
    /// Seconds for everything but the opening.
    public let rounds: Double
    /// Seconds of an opening at t = 0 (extrapolated) and for each unit of t.
    public let opening: Double
    public let openingSlope: Double

    /// Makes keys at t = 1 and t = `wider` and the median of `runs` proofs with each. Takes some seconds.
    ///
    /// - Parameter srs: at least `wider`·n powers.
    public static func calibrate(
        circuit: Circuit, witness: Witness, srs: StructuredReferenceString, wider: Int = 8, runs: Int = 5
    ) throws -> ProverTiming {
        let near = try median(circuit, witness, srs, packing: 1, runs: runs)
        let far = try median(circuit, witness, srs, packing: wider, runs: runs)
        let slope = max(0, (far.opening - near.opening) / Double(wider - 1))
        return ProverTiming(
            logSize: circuit.system.maximumLogSize, rounds: (near.rounds + far.rounds) / 2,
            opening: near.opening - slope, openingSlope: slope)
    }

    /// Predicted seconds to a proof, the witness not counted.
    public func seconds(_ system: ConstraintSystem, _ layout: Layout) -> Double {
        let k = system.maximumLogSize
        let scale = Double(1 << k) * Double(k) / (Double(1 << logSize) * Double(logSize))
        return (rounds + opening + openingSlope * Double(layout.packing)) * scale
    }

    private static func median(
        _ circuit: Circuit, _ witness: Witness, _ srs: StructuredReferenceString, packing: Int, runs: Int
    ) throws -> (rounds: Double, opening: Double) {
        let key = try ProvingKey(circuit: circuit, srs: srs, layout: LayoutOptimizer.layout(circuit.system, packing: packing))
        let clock = ContinuousClock()
        func once() throws -> (rounds: Double, opening: Double) {
            let start = clock.now
            var opened = start
            _ = try key.prove(witness) { if $0 == "opening" { opened = clock.now } }
            return ((opened - start) / .seconds(1), (clock.now - opened) / .seconds(1))
        }
        _ = try once()
        let times = try (0..<max(1, runs)).map { _ in try once() }
        return (
            times.map(\.rounds).sorted()[times.count / 2], times.map(\.opening).sorted()[times.count / 2])
    }
}
