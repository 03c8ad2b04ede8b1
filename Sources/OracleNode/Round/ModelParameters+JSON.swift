import PricingModels

extension ModelParameters {
    /// The parameters as evidence files carry them; two sets are equal exactly when their JSON is.
    public var json: CanonicalJSON {
        func rule(_ rule: MedianRule) -> CanonicalJSON {
            .object(["quorum": .integer(Int64(rule.quorum)), "outlierBasisPoints": .integer(Int64(rule.outlierBasisPoints))])
        }
        func venue(_ venue: ModelVenue) -> CanonicalJSON {
            let currency = switch venue.numeraire {
            case .dollar: "USD"
            case .stablecoin(let symbol): symbol
            }
            return .object([
                "name": .string(venue.name), "quote": .string(currency), "maximumAge": .integer(Int64(venue.maximumAge)),
                "maximumLead": .integer(Int64(venue.maximumLead)), "history": .bool(venue.isInHistory),
            ])
        }
        let strike: CanonicalJSON = switch option.strike {
        case .input: .string("input")
        case .ticks(let ticks): .object(["ticks": .integer(Int64(ticks))])
        case .moneyness(let parts): .object(["moneynessBasisPoints": .integer(Int64(parts))])
        }
        let tenor: CanonicalJSON = switch option.tenor {
        case .expiryInput: .string("input")
        case .seconds(let seconds): .object(["seconds": .integer(Int64(seconds))])
        }
        let volatility: CanonicalJSON = .object([
            "returns": .integer(Int64(volatility.returns)), "step": .integer(Int64(volatility.step)),
            "periodsPerYear": .integer(Int64(volatility.periodsPerYear)), "removesMean": .bool(volatility.removesMean),
        ])
        let option: CanonicalJSON = .object([
            "strike": strike, "tenor": tenor, "put": .bool(option.isPut), "rateUnits": .integer(Int64(option.rate)),
            "carryUnits": .integer(Int64(option.carry)),
        ])
        let coins: [CanonicalJSON] = stablecoins.map { coin in
            .object(["symbol": .string(coin.symbol), "legs": .array(coin.legs.map(venue)), "rule": rule(coin.rule)])
        }
        return .object([
            "priceDecimals": .integer(Int64(priceDecimals)), "venues": .array(venues.map(venue)), "stablecoins": .array(coins),
            "spotRule": rule(spotRule), "historyQuorum": .integer(Int64(historyQuorum)), "volatility": volatility, "option": option,
        ])
    }
}
