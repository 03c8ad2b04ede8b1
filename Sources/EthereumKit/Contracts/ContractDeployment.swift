/// Creation code of the project's contracts, from the committed artifacts: what a deploying transaction carries as its data
/// (`to` absent). A feed on a chain takes two transactions, three with an adapter:
///
///     let verifier = try ContractDeployment.contract("BtcUsdHourlyVerifier")          // or VerifierContract(...).artifact()
///     …send verifier.creationCode, wait for the receipt's contractAddress…
///     let feed = try ContractDeployment.feed(configuration)                            // configuration.verifier is that address
///     …send feed.creationCode; `feed.artifact.explain(revertData:message:)` says what the contract refuses…
///     let pyth = try ContractDeployment.priceAdapter(feed: address, confidenceLimit: 100, validTimePeriod: 3_600)
///
/// Each call reads one file and encodes the constructor's arguments; nothing is sent. Errors: ``ContractArtifactError`` where an
/// artifact cannot be read, ``ABIError`` where an argument does not fit its type.
public struct ContractDeployment: Sendable {
    public let artifact: ContractArtifact
    /// Creation code with the constructor's arguments behind it.
    public let creationCode: [UInt8]

    private init(_ name: String, _ arguments: [UInt8] = []) throws {
        artifact = try ContractArtifact.named(name)
        creationCode = artifact.bytecode + arguments
    }

    private init(_ name: String, _ values: [ABIValue], as types: [ABIType]) throws {
        try self.init(name, ABI.encode(values, as: types))
    }

    /// A contract without constructor arguments, such as a generated verifier.
    public static func contract(_ name: String) throws -> ContractDeployment { try ContractDeployment(name) }

    /// `ProvenFeed`. Its verifier must have been deployed.
    public static func feed(_ configuration: ProvenFeed.Configuration) throws -> ContractDeployment {
        try ContractDeployment("ProvenFeed", configuration.constructorArguments)
    }

    /// `FeedMulticall`: one for all feeds of a chain.
    public static func multicall() throws -> ContractDeployment { try ContractDeployment("FeedMulticall") }

    /// `PriceAdapter`, a Pyth-like read of a feed.
    ///
    /// - Parameters:
    ///   - confidenceLimit: the confidence in basis points of the price, 1 to 9,999: the feed file's `outlier_bp`.
    ///   - validTimePeriod: the age that `getPrice` asks for, in seconds.
    public static func priceAdapter(
        feed: Address, confidenceLimit: UInt64, validTimePeriod: UInt64
    ) throws -> ContractDeployment {
        try ContractDeployment(
            "PriceAdapter", [.address(feed), .number(confidenceLimit), .number(validTimePeriod)],
            as: [.address, .uint(256), .uint(256)])
    }

    /// `VolatilityAdapter`, a Derive-like read of a feed with a realised volatility.
    ///
    /// - Parameters:
    ///   - volatilityIndex: which of the report's values is the volatility.
    ///   - marketsIndex: which of them says by its bits which markets counted (`venuesUsed`).
    ///   - marketCount: how many markets the feed has, 1 to 126.
    ///   - maxAge: how old the latest observation may be, in seconds.
    public static func volatilityAdapter(
        feed: Address, volatilityIndex: UInt64, marketsIndex: UInt64, marketCount: UInt64, maxAge: UInt64
    ) throws -> ContractDeployment {
        try ContractDeployment(
            "VolatilityAdapter",
            [.address(feed), .number(volatilityIndex), .number(marketsIndex), .number(marketCount), .number(maxAge)],
            as: [.address, .uint(256), .uint(256), .uint(256), .uint(256)])
    }

    /// `SequencerGuard`: a feed that cannot be read while a rollup's sequencer is down, nor for `gracePeriod` seconds after.
    public static func sequencerGuard(
        feed: Address, uptimeFeed: Address, gracePeriod: UInt64
    ) throws -> ContractDeployment {
        try ContractDeployment(
            "SequencerGuard", [.address(feed), .address(uptimeFeed), .number(gracePeriod)],
            as: [.address, .address, .uint(256)])
    }
}
