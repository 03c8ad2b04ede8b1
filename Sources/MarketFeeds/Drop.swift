import ForeignText

/// Why an observation does not count. The words are part of the evidence file, so they do not change.
public enum DropReason: String, Sendable, Hashable, Codable, CaseIterable {
    /// The venue answered, but no candle of it ends at or before the time asked for.
    case missing
    /// The last candle with a trade ended longer before the time than the feed's freshness allows.
    case stale
    /// The candle starts later than the clock says it is.
    case future
    case nonPositive
    /// Outside the feed's absolute bounds.
    case outOfBounds
    /// The response names another pair than was asked for.
    case wrongPair
    /// Not the JSON, or not the shape, that the venue documents.
    case malformed
    /// The venue answered with an error: an HTTP status or its own error body.
    case refused
    /// No complete response: connection, TLS, timeout, too large.
    case httpError
    /// A stablecoin quote without a usable price of that stablecoin at the same time.
    case noConversion
}

/// A reason with the numbers that belong to it, in one line for a person.
public struct Drop: Sendable, Hashable, Codable, Error, CustomStringConvertible {
    public let reason: DropReason
    /// One line of at most ``detailLimit`` bytes and an ellipsis.
    public let detail: String

    /// A venue's own words go into details, and a detail goes into every cell of a round: neither may be as long as a venue likes.
    public static let detailLimit = 400

    public init(_ reason: DropReason, _ detail: String) {
        self.reason = reason
        self.detail = detail.oneLine(limit: Self.detailLimit)
    }

    public var description: String { "\(reason.rawValue): \(detail)" }
}
