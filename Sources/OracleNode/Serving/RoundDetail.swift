/// A round in a list.
public struct RoundSummary: Sendable, Hashable, Codable {
    public var feed: String
    public var number: UInt64
    /// ``RoundStage``'s raw value.
    public var stage: String
    /// The trigger.
    public var cause: String
    /// Unix seconds, as all times here.
    public var dueAt: UInt64
    public var observedAt: UInt64?
    /// The feed's value in decimal; nil before it is known, and where the round gave none.
    public var value: String?
    /// Why it was dropped; empty otherwise.
    public var note: String
    /// ``PublicationState``'s raw value; nil before it is queued.
    public var publication: String?
    public var transaction: String?

    public init(
        feed: String, number: UInt64, stage: String, cause: String, dueAt: UInt64, observedAt: UInt64? = nil, value: String? = nil,
        note: String = "", publication: String? = nil, transaction: String? = nil
    ) {
        self.feed = feed
        self.number = number
        self.stage = stage
        self.cause = cause
        self.dueAt = dueAt
        self.observedAt = observedAt
        self.value = value
        self.note = note
        self.publication = publication
        self.transaction = transaction
    }
}

/// A round with what it was made from and what became of it.
public struct RoundDetail: Sendable, Hashable, Codable {
    public var summary: RoundSummary
    public var values: [NodeSnapshot.NamedValue]
    /// At the round's own time, in the order of the feed file.
    public var markets: [NodeSnapshot.Market]
    public var proofBytes: Int?
    public var modelID: String?
    public var evidence: EvidenceFile?
    public var publications: [Transaction]

    public struct EvidenceFile: Sendable, Hashable, Codable {
        public var name: String
        public var bytes: UInt64
        /// Keccak-256 of the file.
        public var keccak256: String

        public init(name: String, bytes: UInt64, keccak256: String) {
            self.name = name
            self.bytes = bytes
            self.keccak256 = keccak256
        }
    }

    /// A publication and its attempts.
    public struct Transaction: Sendable, Hashable, Codable {
        public var chainID: UInt64
        public var contract: String
        public var account: String
        public var state: String
        public var nonce: UInt64?
        public var block: UInt64?
        /// The one in a block.
        public var transaction: String?
        public var gasUsed: UInt64?
        /// Wei per gas, paid.
        public var gasPrice: String?
        public var note: String
        public var attempts: [Attempt]

        public init(
            chainID: UInt64, contract: String, account: String, state: String, nonce: UInt64? = nil, block: UInt64? = nil,
            transaction: String? = nil, gasUsed: UInt64? = nil, gasPrice: String? = nil, note: String = "", attempts: [Attempt] = []
        ) {
            self.chainID = chainID
            self.contract = contract
            self.account = account
            self.state = state
            self.nonce = nonce
            self.block = block
            self.transaction = transaction
            self.gasUsed = gasUsed
            self.gasPrice = gasPrice
            self.note = note
            self.attempts = attempts
        }
    }

    public struct Attempt: Sendable, Hashable, Codable {
        public var hash: String
        public var gasLimit: UInt64
        /// Wei per gas.
        public var maxFee: String
        public var tip: String
        public var sentAt: UInt64?

        public init(hash: String, gasLimit: UInt64, maxFee: String, tip: String, sentAt: UInt64? = nil) {
            self.hash = hash
            self.gasLimit = gasLimit
            self.maxFee = maxFee
            self.tip = tip
            self.sentAt = sentAt
        }
    }

    public init(
        summary: RoundSummary, values: [NodeSnapshot.NamedValue] = [], markets: [NodeSnapshot.Market] = [], proofBytes: Int? = nil,
        modelID: String? = nil, evidence: EvidenceFile? = nil, publications: [Transaction] = []
    ) {
        self.summary = summary
        self.values = values
        self.markets = markets
        self.proofBytes = proofBytes
        self.modelID = modelID
        self.evidence = evidence
        self.publications = publications
    }
}
