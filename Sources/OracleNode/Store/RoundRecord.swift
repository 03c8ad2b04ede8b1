import EthereumKit

/// One round of one feed.
public struct RoundKey: Hashable, Sendable, CustomStringConvertible {
    public let feed: String
    public let number: UInt64

    public init(feed: String, number: UInt64) {
        self.feed = feed
        self.number = number
    }

    public var description: String { "\(feed) #\(number)" }
}

/// How far a round has come. Each stage is in the store, with what it brought, before the next begins.
public enum RoundStage: String, Hashable, Sendable, CaseIterable {
    case due
    case observed
    case proved
    /// Its publication stands in the store too: from here on it is the transaction manager's.
    case queued
    case published
    /// Given up; the note says why.
    case dropped

    public var isFinal: Bool { self == .published || self == .dropped }

    /// Rounds go step by step; they can be dropped from any step but the last.
    func canBecome(_ next: RoundStage) -> Bool {
        switch (self, next) {
        case (.due, .observed), (.observed, .proved), (.proved, .queued), (.queued, .published): true
        case (_, .dropped): !isFinal
        default: false
        }
    }
}

public struct RoundRecord: Hashable, Sendable {
    public let key: RoundKey
    public let stage: RoundStage
    /// What made it due: a trigger's name.
    public let cause: String
    /// Seconds since 1970.
    public let dueAt: UInt64
    public let observedAt: UInt64?
    public let changedAt: UInt64
    public let note: String
}

/// What one venue answered in a round.
public struct StoredObservation: Hashable, Sendable {
    public let venue: String
    /// Seconds since 1970.
    public let observedAt: UInt64
    /// As the writer encodes it.
    public let body: [UInt8]

    public init(venue: String, observedAt: UInt64, body: [UInt8]) {
        self.venue = venue
        self.observedAt = observedAt
        self.body = body
    }
}

/// Where a round's evidence lies; the file itself is beside the store.
public struct StoredEvidence: Hashable, Sendable {
    public let path: String
    public let size: UInt64
    /// Keccak-256 of the file.
    public let digest: Word

    public init(path: String, size: UInt64, digest: Word) {
        self.path = path
        self.size = size
        self.digest = digest
    }
}

public struct StoredProof: Hashable, Sendable {
    /// The verifying key's digest.
    public let model: Word
    public let bytes: [UInt8]

    public init(model: Word, bytes: [UInt8]) {
        self.model = model
        self.bytes = bytes
    }
}
