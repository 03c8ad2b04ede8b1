import BN254
import Constraints
import FixedPointMath
import Gadgets

/// An option feed's circuit and the witnesses of its rounds.
///
/// **Public inputs**, in this order, as in ``OptionFeedModel/publicValues(_:)``: observedAt, strike and expiry where they are inputs, then
/// spot, volatility, price, delta, gamma, vega, theta, rho, venuesUsed. Negative integers are field elements r − |v|.
///
/// **Feed column.** One row a quote, below the rows of the public values: the price in ticks times 2^16, plus offset + 32,768. Quotes come in
/// the order past times (oldest first) × history venues, then stablecoin legs coin by coin, then the spot venues. An absent quote is 0. All
/// other rows are zero, so that C_feed = Σ value_j · L_j is anybody's to recompute; ``feedColumn(_:_:)`` lists the values.
public struct CompiledOptionFeed: Sendable {
    public let parameters: ModelParameters
    public let model: CompiledModel
    public var circuit: Circuit { model.circuit }

    /// Lays out the circuit in 2^`logSize` rows (default 1024). Takes about 20 ms.
    /// - Throws: ``ModelParameterError``, ``LayoutError`` where the rows do not suffice, or ``FixedPointError``.
    public init(_ parameters: ModelParameters, logSize: Int = 10) throws {
        self.parameters = parameters
        let inputs = OptionFeedInputs.placeholder(parameters)
        let publicValues = OptionFeedModel.publicValues(parameters).count
        model = try CompiledModel(logSize: logSize, publicRows: publicValues) { try OptionFeedModel.evaluate(&$0, parameters, inputs) }
    }

    /// The smallest table that holds these parameters, 2^10 to 2^16 rows.
    public static func smallest(_ parameters: ModelParameters) throws -> CompiledOptionFeed {
        for logSize in 10..<16 {
            do { return try CompiledOptionFeed(parameters, logSize: logSize) } catch is LayoutError {}
        }
        return try CompiledOptionFeed(parameters, logSize: 16)
    }

    /// The witness of a round, public inputs included. About 2 ms for the default feed.
    /// - Throws: ``FixedPointError`` where the round has no result; such a round has no proof either.
    public func witness(_ inputs: OptionFeedInputs) throws -> Witness {
        try model.witness { try OptionFeedModel.evaluate(&$0, parameters, inputs) }
    }

    /// What the feed column of a round holds, from row 0, for an auditor who has the observations only.
    public func feedColumn(_ inputs: OptionFeedInputs) -> [Fr] {
        let quotes = inputs.history.flatMap { $0 } + inputs.legs.flatMap { $0 } + inputs.venues
        return [Fr](repeating: .zero, count: model.publicRows) + quotes.map { quote in
            quote.isPresent ? Fr(quote.price << 16 + quote.offset - MarketObservation.absentOffset) : .zero
        }
    }
}
