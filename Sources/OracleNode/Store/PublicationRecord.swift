import EthereumKit

/// Where a publication stands.
public enum PublicationState: String, Hashable, Sendable, CaseIterable {
    /// Wants to go out; may have a nonce and attempts that nobody has seen.
    case queued
    /// An attempt was handed to a node, or may have been.
    case sent
    /// An attempt is in a block that may still be reorganized away.
    case included
    // Final:
    case confirmed
    /// In a block, refused by the contract.
    case reverted
    /// The chain has this round or a newer one from elsewhere.
    case superseded
    case dropped
    /// Written out for another relayer.
    case emitted

    public var isActive: Bool { self == .queued || self == .sent || self == .included }
}

/// What is to be published where.
public struct Publication: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable {
        case report
        /// A transfer of nothing to the account itself, to use up a nonce that holds others back.
        case cancellation
        /// Several publications in one transaction, through the multicall that is its contract.
        case batch
    }

    public var chainID: UInt64
    public var contract: Address
    /// Who pays.
    public var account: Address
    /// A round is published at most once to one contract of one chain.
    public var round: RoundKey
    public var kind: Kind
    public var calldata: [UInt8]

    public init(chainID: UInt64, contract: Address, account: Address, round: RoundKey, kind: Kind = .report, calldata: [UInt8]) {
        self.chainID = chainID
        self.contract = contract
        self.account = account
        self.round = round
        self.kind = kind
        self.calldata = calldata
    }

    /// What frees a nonce that no publication uses. The round's number is that nonce.
    static func cancellation(chainID: UInt64, account: Address, nonce: UInt64, now: UInt64) -> Publication {
        // Nonces can be freed more than once in a key's life, so the time is part of the name.
        Publication(
            chainID: chainID, contract: account, account: account, round: RoundKey(feed: "cancel at \(now)", number: nonce), kind: .cancellation,
            calldata: [])
    }
}

extension Publication {
    /// The name of batches where feeds have theirs; a feed file's name has no blank.
    static let batchName = "several feeds"

    /// What carries several publications. The round's number is the first one's row, which is carried once only.
    static func batch(_ members: [PublicationRecord], multicall: Address, calldata: [UInt8]) -> Publication? {
        guard let first = members.first else { return nil }
        return Publication(
            chainID: first.publication.chainID, contract: multicall, account: first.publication.account,
            round: RoundKey(feed: batchName, number: UInt64(clamping: first.id)), kind: .batch, calldata: calldata)
    }
}

/// The block that an attempt is in.
public struct Inclusion: Hashable, Sendable {
    public let block: UInt64
    public let blockHash: Word
    public let transaction: Word
    /// Nil in rows of stores that did not keep it yet.
    public let gasUsed: UInt64?
    /// Wei paid per gas; nil where the node does not tell.
    public let gasPrice: UInt128?

    public init(block: UInt64, blockHash: Word, transaction: Word, gasUsed: UInt64? = nil, gasPrice: UInt128? = nil) {
        self.block = block
        self.blockHash = blockHash
        self.transaction = transaction
        self.gasUsed = gasUsed
        self.gasPrice = gasPrice
    }
}

public struct PublicationRecord: Hashable, Sendable {
    public let id: Int64
    public let publication: Publication
    public let state: PublicationState
    /// All its attempts have this one nonce.
    public let nonce: UInt64?
    /// The batch whose transactions carry it; nil where it has its own.
    public let carrier: Int64?
    /// Whether it may not go out with others any more.
    public let isAlone: Bool
    public let inclusion: Inclusion?
    /// Seconds since 1970.
    public let createdAt: UInt64
    public let changedAt: UInt64
    public let note: String
}

/// What a transaction offers, in wei per gas. One with a single price has both alike.
public struct Fees: Hashable, Sendable {
    public var maxFee: UInt128
    public var tip: UInt128

    public init(maxFee: UInt128, tip: UInt128) {
        self.maxFee = maxFee
        self.tip = tip
    }
}

/// One signed transaction for a publication. Once written it may be out.
public struct AttemptRecord: Hashable, Sendable {
    public let transaction: SignedTransaction
    public let nonce: UInt64
    public let fees: Fees
    public let gasLimit: UInt64
    /// Seconds since 1970.
    public let createdAt: UInt64
    /// When a node last took it; nil where none is known to have.
    public let sentAt: UInt64?

    public init(transaction: SignedTransaction, nonce: UInt64, fees: Fees, gasLimit: UInt64, createdAt: UInt64, sentAt: UInt64? = nil) {
        self.transaction = transaction
        self.nonce = nonce
        self.fees = fees
        self.gasLimit = gasLimit
        self.createdAt = createdAt
        self.sentAt = sentAt
    }
}
