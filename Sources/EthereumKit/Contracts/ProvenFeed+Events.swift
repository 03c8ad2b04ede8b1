/// What receipts say of submissions; see the events of `IProvenFeed.sol` and `FeedMulticall.sol`.
extension ProvenFeed {
    /// What a feed did with a report that it took.
    public enum Acceptance: Hashable, Sendable {
        /// It is the latest.
        case published
        /// The breaker holds it until the next one.
        case held
    }

    private static let accepted = Word(
        rightAligned: ABIFunction(
            name: "ReportAccepted", inputs: [.uint(64), .fixedBytes(32), .uint(64), .int(256), .fixedBytes(32), .array(.int(256))]
        ).topic)
    private static let heldEvent = Word(
        rightAligned: ABIFunction(
            name: "ReportHeld", inputs: [.uint(64), .fixedBytes(32), .uint(64), .int(256), .int(256), .fixedBytes(32), .array(.int(256))]
        ).topic)

    /// What a feed's events say of a round; nil where they do not mention it.
    public static func acceptance(of round: UInt64, by feed: Address, in logs: [EventLog]) -> Acceptance? {
        for log in logs where log.address == feed && log.topics.count > 1 && log.topics[1] == Word(round) {
            if log.topics[0] == accepted { return .published }
            if log.topics[0] == heldEvent { return .held }
        }
        return nil
    }
}

extension FeedMulticall {
    private static let failed = Word(
        rightAligned: ABIFunction(name: "SubmissionFailed", inputs: [.uint(256), .address, .bytes]).topic)

    /// The errors of the submissions that failed in a transaction, by feed; of two to one feed, the first.
    ///
    /// - Parameter multicall: the contract; events of others are passed over.
    public static func failures(of multicall: Address, in logs: [EventLog]) -> [Address: [UInt8]] {
        var failures: [Address: [UInt8]] = [:]
        for log in logs where log.address == multicall && log.topics.count == 3 && log.topics[0] == failed {
            guard let values = try? ABI.decode(log.data, as: [.bytes]), case .bytes(let error) = values[0],
                let feed = Address(bytes: log.topics[2].bytes.suffix(20)), failures[feed] == nil
            else { continue }
            failures[feed] = error
        }
        return failures
    }
}
