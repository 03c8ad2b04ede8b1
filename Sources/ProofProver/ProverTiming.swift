import BN254
import Commitments
import Constraints
import ProofVerifier

/// Predicts how long a proof takes at another t or height, from a few proofs made here.
///
/// Of a proof's rounds only the opening depends on t: it commits to two polynomials of degree t·n and walks through as many
/// coefficients. Its time is interpolated between the measured t (tables that leave a cache make it no straight line); the
/// other rounds' is the mean. All grow with n·log n.
public struct ProverTiming: Hashable, Sendable {
    public struct Opening: Hashable, Sendable {
        public let packing: Int
        public let seconds: Double
    }

    /// Rows of the circuit that was measured.
    public let logSize: Int
    /// Seconds for everything but the opening.
    public let rounds: Double
    /// At least one, t ascending.
    public let openings: [Opening]

    package init(logSize: Int, rounds: Double, openings: [(packing: Int, seconds: Double)]) {
        self.logSize = logSize
        self.rounds = rounds
        self.openings = openings.map { Opening(packing: $0.packing, seconds: $0.seconds) }
    }

    /// Makes a key and the median of `runs` proofs at t = 1, 4 and 16, as far as the string goes. Takes some seconds, more the first time
    /// for a string, whose bases are then kept on disk.
    public static func calibrate(
        circuit: Circuit, witness: Witness, srs: StructuredReferenceString, runs: Int = 5
    ) throws -> ProverTiming {
        let limit = srs.powers >> circuit.system.maximumLogSize
        let packings = [1, 4, 16].filter { $0 == 1 || $0 <= limit }
        let medians = try packings.map { try median(circuit, witness, srs, packing: $0, runs: runs) }
        return ProverTiming(
            logSize: circuit.system.maximumLogSize, rounds: medians.map(\.rounds).reduce(0, +) / Double(medians.count),
            openings: zip(packings, medians).map { ($0, $1.opening) })
    }

    /// Predicted seconds to a proof, the witness not counted.
    public func seconds(_ system: ConstraintSystem, _ layout: Layout) -> Double {
        let k = system.maximumLogSize
        let scale = Double(1 << k) * Double(k) / (Double(1 << logSize) * Double(logSize))
        return (rounds + opening(layout.packing)) * scale
    }

    /// Linear between the two measured t around it, or along the last two beyond them.
    func opening(_ packing: Int) -> Double {
        guard openings.count > 1 else { return openings.first.map { $0.seconds * Double(packing) / Double($0.packing) } ?? 0 }
        let upper = openings.dropFirst().firstIndex { $0.packing >= packing } ?? openings.count - 1
        let (a, b) = (openings[upper - 1], openings[upper])
        return a.seconds + (b.seconds - a.seconds) * Double(packing - a.packing) / Double(b.packing - a.packing)
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
