import EthereumKit
import MarketFeeds

extension ConfigurationReader {
    func readChain(_ root: inout StrictMapping, isEmitting: Bool) -> ChainSettings? {
        guard var chain = root.mapping("chain", expected: "the chain's id and endpoints") else { return nil }
        let id = chain.integer("id", 1...9_007_199_254_740_991, unit: "the chain's id")
        let endpoints = readEndpoints(&chain, required: !isEmitting)
        var settings = ChainSettings(id: UInt64(id ?? 1), endpoints: endpoints ?? [])
        func number(_ key: String, _ range: ClosedRange<Int>, unit: String, _ target: inout UInt64) {
            if chain.has(key), let value = chain.integer(key, range, unit: unit) { target = UInt64(value) }
        }
        number("confirmations", 1...1_000, unit: "blocks", &settings.confirmations)
        number("lag_blocks", 0...10_000, unit: "blocks", &settings.lagBlocks)
        number("bump_after_seconds", 1...86_400, unit: "seconds", &settings.bumpAfterSeconds)
        number("resend_after_seconds", 1...86_400, unit: "seconds", &settings.resendAfterSeconds)
        number("give_up_after_seconds", 1...604_800, unit: "seconds", &settings.giveUpAfterSeconds)
        number("gas_margin_percent", 0...400, unit: "per cent", &settings.gasMarginPercent)
        number("clock_skew_seconds", 1...3_600, unit: "seconds", &settings.skewSeconds)
        number("head_age_seconds", 1...86_400, unit: "seconds", &settings.headAgeSeconds)
        number("gather_seconds", 0...60, unit: "seconds", &settings.gatherSeconds)
        settings.multicall = readAddress(&chain, "multicall", required: false, expected: "the address of a FeedMulticall")
        if chain.has("in_flight"), let value = chain.integer("in_flight", 1...64, unit: "transactions") { settings.inFlight = value }
        if chain.has("balance_floor_ether"), let value = amount(&chain, "balance_floor_ether", to: "1000000", decimals: 18, unit: "ether") {
            settings.balanceFloor = value
        }
        if chain.has("fees"), let fees = readFees(&chain) { settings.fees = fees }
        if settings.resendAfterSeconds > settings.bumpAfterSeconds || settings.bumpAfterSeconds > settings.giveUpAfterSeconds {
            chain.problem(
                "bump_after_seconds",
                "\(settings.bumpAfterSeconds), which is not between resend_after_seconds (\(settings.resendAfterSeconds)) and "
                    + "give_up_after_seconds (\(settings.giveUpAfterSeconds)); bring the three into that order")
        }
        chain.finish()
        return id == nil || endpoints == nil ? nil : settings
    }

    private func readEndpoints(_ chain: inout StrictMapping, required: Bool) -> [EndpointSettings]? {
        let expected = "a list of {name, url | url_env | url_file}"
        guard chain.has("endpoints") || required else { return [] }
        guard let entries = chain.list("endpoints", 1...16, expected: expected) else { return nil }
        var names: Set<String> = []
        return entries.map { entry -> EndpointSettings? in
            var entry = entry
            let name = entry.text("name", expected: "a name of lower-case letters, digits and hyphens, at most 32") {
                !$0.isEmpty && $0.utf8.count <= 32 && $0.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789-".utf8.contains($0) }
            }
            let url = readSecret(&entry, "url", isURL: true)
            entry.finish()
            guard let name, let url else { return nil }
            guard names.insert(name).inserted else {
                entry.problem("name", "another endpoint is called \(name) too; endpoints go by name in logs and metrics, so give each its own")
                return nil
            }
            return EndpointSettings(name: name, url: url)
        }.reduce([] as [EndpointSettings]?) { list, entry in
            guard let list, let entry else { return nil }
            return list + [entry]
        }
    }

    private func readFees(_ chain: inout StrictMapping) -> FeePolicy? {
        guard var mapping = chain.mapping("fees", expected: "how transactions are priced") else { return nil }
        var fees = FeePolicy()
        func gwei(_ key: String, _ target: inout UInt128) {
            if mapping.has(key), let value = amount(&mapping, key, to: "1000000", decimals: 9, unit: "gwei") { target = value }
        }
        gwei("cap_gwei", &fees.cap)
        gwei("minimum_tip_gwei", &fees.minimumTip)
        gwei("maximum_tip_gwei", &fees.maximumTip)
        if mapping.has("bump_percent"), let value = mapping.integer("bump_percent", 10...400, unit: "per cent") { fees.bumpPercent = UInt128(value) }
        if mapping.has("base_fee_multiple"), let value = mapping.integer("base_fee_multiple", 1...10, unit: "times the base fee") {
            fees.baseFeeMultiple = UInt128(value)
        }
        if mapping.has("legacy"), let flag = mapping.flag("legacy") { fees.isLegacy = flag }
        if fees.cap == 0 { mapping.problem("cap_gwei", "0, with which nothing could ever be sent; write the most that a unit of gas may cost") }
        if fees.minimumTip > fees.maximumTip { mapping.problem("minimum_tip_gwei", "more than maximum_tip_gwei; lower it or raise that") }
        if fees.minimumTip > fees.cap { mapping.problem("cap_gwei", "less than minimum_tip_gwei; raise it or lower that") }
        mapping.finish()
        return fees
    }

    /// A decimal number of a unit as a whole number of its 10^−`decimals`.
    private func amount(_ mapping: inout StrictMapping, _ key: String, to high: String, decimals: Int, unit: String) -> UInt128? {
        guard let value = mapping.decimal(key, from: "0", to: high, unit: unit) else { return nil }
        guard let whole = value.wholeUnits(decimals: decimals) else {
            mapping.problem(key, "\(value) has more than \(decimals) decimal places; round it")
            return nil
        }
        return whole
    }
}

extension ExactDecimal {
    /// The number in units of 10^−`decimals`; nil where that is no whole number, or negative, or too large.
    func wholeUnits(decimals: Int) -> UInt128? {
        guard !isNegative else { return nil }
        if isZero { return 0 }
        let power = exponent + decimals
        guard power >= 0, power <= 30 else { return nil }
        let (units, overflow) = significand.multipliedReportingOverflow(by: (0..<power).reduce(UInt128(1)) { product, _ in product * 10 })
        return overflow ? nil : units
    }
}
