/// One field of a log line.
public enum LogValue: Sendable, Hashable, ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral
{
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)

    public init(stringLiteral value: String) { self = .text(value) }
    public init(integerLiteral value: Int64) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(booleanLiteral value: Bool) { self = .flag(value) }

    /// Integers beyond 64 bits become text.
    public init(_ value: some BinaryInteger) { self = Int64(exactly: value).map { .integer($0) } ?? .text("\(value)") }
    public init(_ value: some CustomStringConvertible) { self = .text(value.description) }
}
