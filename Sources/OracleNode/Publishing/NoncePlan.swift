/// Which nonces are taken, free or missing. Pure.
public enum NoncePlan {
    /// The lowest nonce that neither the chain nor one of our own transactions has used.
    ///
    /// - Parameters:
    ///   - next: how many of the account's transactions are in blocks.
    ///   - used: nonces of transactions that are on their way.
    public static func lowestFree(next: UInt64, used: Set<UInt64>) -> UInt64 {
        var nonce = next
        while used.contains(nonce), nonce < .max { nonce += 1 }
        return nonce
    }

    /// Free nonces below a used one: nothing behind them can be included before they are.
    public static func gaps(next: UInt64, used: Set<UInt64>) -> [UInt64] {
        guard let highest = used.max(), highest > next else { return [] }
        // A store that speaks of nonces far ahead of the chain belongs to another chain; filling thousands would be worse.
        guard highest - next <= 64 else { return [] }
        return (next..<highest).filter { !used.contains($0) }
    }
}
