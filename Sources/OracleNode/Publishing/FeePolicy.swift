import EthereumKit

/// What the chain charges at the moment, in wei per gas.
public struct FeeMarket: Hashable, Sendable {
    /// Of the next block; nil on chains without EIP-1559.
    public var baseFee: UInt128?
    /// What others paid on top in recent blocks, or the whole price where there is no base fee.
    public var tip: UInt128

    public init(baseFee: UInt128?, tip: UInt128) {
        self.baseFee = baseFee
        self.tip = tip
    }
}

/// How transactions are priced.
public struct FeePolicy: Hashable, Sendable {
    /// Never offered more, in wei per gas.
    public var cap: UInt128 = 300_000_000_000
    public var minimumTip: UInt128 = 1
    public var maximumTip: UInt128 = 5_000_000_000
    /// How much more a replacement offers, in per cent; nodes want 10 at least.
    public var bumpPercent: UInt128 = 15
    /// Room for rising base fees, in multiples of the present one.
    public var baseFeeMultiple: UInt128 = 2
    /// Transactions with one price (EIP-155) instead of EIP-1559.
    public var isLegacy = false

    public init() {}

    public enum Decision: Hashable, Sendable {
        case offer(Fees)
        /// The chain asks more than the cap, or a replacement would have to.
        case aboveCap(needed: UInt128)
    }

    /// What to offer now.
    ///
    /// - Parameter previous: the highest that any earlier transaction with the same nonce offered; both its parts must be beaten.
    public func decide(_ market: FeeMarket, previous: Fees?) -> Decision {
        let base = market.baseFee ?? 0
        var tip = min(max(market.tip, minimumTip), max(maximumTip, minimumTip))
        // Where there is no base fee, the tip is the price and not an extra.
        if market.baseFee == nil || isLegacy { tip = max(market.tip, minimumTip) }
        let floor = base.saturating(plus: minimumTip)
        guard floor <= cap else { return .aboveCap(needed: floor) }
        var maxFee = min(base.saturating(times: baseFeeMultiple).saturating(plus: tip), cap)
        if market.baseFee == nil { maxFee = min(tip, cap) }
        if let previous {
            let wanted = Fees(maxFee: bumped(previous.maxFee), tip: bumped(previous.tip))
            maxFee = max(maxFee, wanted.maxFee)
            tip = max(tip, wanted.tip)
            maxFee = max(maxFee, tip)
            guard maxFee <= cap else { return .aboveCap(needed: maxFee) }
        }
        tip = min(tip, maxFee)
        return .offer(isLegacy || market.baseFee == nil ? Fees(maxFee: maxFee, tip: maxFee) : Fees(maxFee: maxFee, tip: tip))
    }

    /// At least `bumpPercent` more, and at least 1.
    func bumped(_ fee: UInt128) -> UInt128 {
        let product = fee.saturating(times: 100 + max(bumpPercent, 10))
        return max(product / 100 + (product % 100 == 0 ? 0 : 1), fee.saturating(plus: 1))
    }
}
