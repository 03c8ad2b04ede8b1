/// Repeatable randomness (SplitMix64): the same seed gives the same run everywhere. Failure texts name the seed.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
    public let seed: UInt64
    private var state: UInt64

    public init(seed: UInt64) {
        self.seed = seed
        state = seed
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9e3779b97f4a7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58476d1ce4e5b9
        word = (word ^ (word >> 27)) &* 0x94d049bb133111eb
        return word ^ (word >> 31)
    }

    public mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
    }
}
