import BN254
import Hashing

/// The Fiat–Shamir state of Docs/protocol.md §4. Messages are hashed exactly as they stand in the proof.
public struct Transcript: Sendable {
    public static let domainTag = Array("Assay proof v1".utf8)

    /// s.
    public private(set) var state: [UInt8]

    /// s₀ = keccak256(domain tag ‖ key digest ‖ public inputs).
    public init(keyDigest: [UInt8], publicInputs: [Fr]) {
        var hasher = Keccak256()
        hasher.update(Self.domainTag)
        hasher.update(keyDigest)
        for input in publicInputs { hasher.update(input.bigEndianBytes) }
        state = hasher.finalize()
    }

    /// s ← keccak256(s ‖ message).
    public mutating func absorb(_ message: some Collection<UInt8>) {
        var hasher = Keccak256()
        hasher.update(state)
        hasher.update(message)
        state = hasher.finalize()
    }

    /// The i-th challenge of the current state, i ≤ 255: s mod r for i = 0, keccak256(s ‖ i) mod r after that.
    public func challenge(_ index: Int = 0) -> Fr {
        if index == 0 { return Fr(reducing: state) }
        var hasher = Keccak256()
        hasher.update(state)
        hasher.update([UInt8(truncatingIfNeeded: index)])
        return Fr(reducing: hasher.finalize())
    }
}
