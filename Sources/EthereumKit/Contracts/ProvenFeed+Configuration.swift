extension ProvenFeed {
    /// When a move of the answer needs a second round; see `Docs/contracts.md`, "Breaker".
    public struct Breaker: Hashable, Sendable {
        /// Basis points of the latest answer, 1 to 9,999.
        public var limit: UInt32
        /// Seconds between two observations up to which they are compared; at least `spacing`.
        public var window: UInt32
        /// Least seconds between the observation that is held and the one that confirms it; at least 1.
        public var spacing: UInt32

        public init(limit: UInt32, window: UInt32, spacing: UInt32) {
            self.limit = limit
            self.window = window
            self.spacing = spacing
        }
    }

    /// What a feed contract is created with; see `IProvenFeed.Configuration` and `IProvenFeed.Beginning`.
    ///
    /// The contract checks it: ``ContractArtifact/explain(_:)`` says which part it refused.
    public struct Configuration: Hashable, Sendable {
        /// The digest of the feed file.
        public var feedID: Word
        /// The digest of the first verifying key, which counts from the first moment.
        public var modelID: Word
        /// The deployed verifier of that key.
        public var verifier: Address
        /// Where in a proof the 64 bytes of the data commitment begin.
        public var feedPointOffset: UInt32
        public var valueCount: UInt8
        /// Which of the values is the answer.
        public var answerIndex: UInt8
        /// Of how many rounds the values are kept, 1 to 254; answers are kept for ever.
        public var valueHistory: UInt8 = 8
        /// Seconds.
        public var maxAge: UInt32
        /// Seconds.
        public var maxSkew: UInt32
        /// Nil for none.
        public var breaker: Breaker?
        /// Seconds from the proposal of signers to their execution, 3,600 to 2,592,000.
        public var signerDelay: UInt32 = 2 * 86_400
        /// Seconds from the proposal of a verifying key to its activation, 3,600 to 2,592,000.
        public var keyDelay: UInt32 = 7 * 86_400
        public var description: String
        public var owner: Address
        /// May pause and cancel proposals; zero for none.
        public var guardian: Address = .zero
        /// Any order; they are sorted as the contract wants them.
        public var signers: [Address]
        public var threshold: UInt64

        public init(
            feedID: Word, modelID: Word, verifier: Address, feedPointOffset: UInt32, valueCount: UInt8,
            answerIndex: UInt8, maxAge: UInt32, maxSkew: UInt32, description: String, owner: Address,
            signers: [Address], threshold: UInt64, breaker: Breaker? = nil
        ) {
            self.feedID = feedID
            self.modelID = modelID
            self.verifier = verifier
            self.feedPointOffset = feedPointOffset
            self.valueCount = valueCount
            self.answerIndex = answerIndex
            self.maxAge = maxAge
            self.maxSkew = maxSkew
            self.breaker = breaker
            self.description = description
            self.owner = owner
            self.signers = signers
            self.threshold = threshold
        }

        /// The encoded constructor arguments, to go behind the creation code.
        public var constructorArguments: [UInt8] {
            get throws(ABIError) {
                func number(_ value: some FixedWidthInteger & UnsignedInteger) -> ABIValue { .number(UInt64(value)) }
                return try ABI.encode(
                    [
                        .tuple([
                            .bytes32(feedID), number(valueCount), number(answerIndex), number(valueHistory), number(maxAge),
                            number(maxSkew), number(breaker?.limit ?? 0), number(breaker?.window ?? 0),
                            number(breaker?.spacing ?? 0), number(signerDelay), number(keyDelay), .string(description),
                        ]),
                        .tuple([
                            .bytes32(modelID), .address(verifier), number(feedPointOffset), .address(owner),
                            .address(guardian), .number(threshold), .array(signers.sorted().map { .address($0) }),
                        ]),
                    ],
                    as: [
                        .tuple([.fixedBytes(32), .uint(8), .uint(8), .uint(8)] + [ABIType](repeating: .uint(32), count: 7) + [.string]),
                        .tuple([
                            .fixedBytes(32), .address, .uint(32), .address, .address, .uint(256), .array(.address),
                        ]),
                    ])
            }
        }
    }
}
