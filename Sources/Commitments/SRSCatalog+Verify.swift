import BN254

extension SRSCatalog {
    /// What `verify` found out.
    public struct Verification: Sendable {
        public let entry: Entry
        /// Whether every power is τ times the one before.
        public let powersAreConsecutive: Bool
        /// Whether the powers that both have are those of the bundled ceremony; nil where [τ]₂ is another one.
        public let agreesWithBundled: Bool?

        public var isSound: Bool { powersAreConsecutive && agreesWithBundled != false && !entry.isInsecure }
    }

    /// Checks everything about an installed string anew: checksum, points, subgroup, the randomised pairing check of all
    /// powers, and, where its secret is the Hermez ceremony's, the powers against the bundled ones.
    ///
    /// - Cost: about 8 µs a power and core.
    public func verify(_ entry: Entry) throws(SRSError) -> Verification {
        let string = try load(entry)
        var agrees: Bool?
        if string.tauG2 == HermezFinal.tauG2 {
            let bundled = try StructuredReferenceString.bundled()
            let common = min(bundled.powers, string.powers)
            agrees = bundled.g1[..<common] == string.g1[..<common]
        }
        return Verification(entry: entry, powersAreConsecutive: string.checkPowers(), agreesWithBundled: agrees)
    }
}
