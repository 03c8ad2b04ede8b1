import Hashing

/// Calldata of the calls that the owner and the guardian of a feed make; see `IFeedGovernance.sol`.
extension ProvenFeed {
    public static let pause = ABIFunction(name: "pause", inputs: []).selector
    public static let unpause = ABIFunction(name: "unpause", inputs: []).selector
    public static let acceptOwnership = ABIFunction(name: "acceptOwnership", inputs: []).selector

    /// Offers ownership; the zero address withdraws an offer.
    public static func transferOwnership(to: Address) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "transferOwnership", inputs: [.address]).call([.address(to)])
    }

    /// The zero address for none.
    public static func setGuardian(_ to: Address) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "setGuardian", inputs: [.address]).call([.address(to)])
    }

    private static let signerTypes: [ABIType] = [.array(.address), .uint(256)]

    private static func signerValues(_ signers: [Address], _ threshold: UInt64) -> [ABIValue] {
        [.array(signers.sorted().map { .address($0) }), .number(threshold)]
    }

    /// - Parameter signers: any order.
    public static func proposeSigners(_ signers: [Address], threshold: UInt64) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "proposeSigners", inputs: signerTypes).call(signerValues(signers, threshold))
    }

    /// - Parameter signers: those that were proposed, in any order.
    public static func executeSigners(_ signers: [Address], threshold: UInt64) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "executeSigners", inputs: signerTypes).call(signerValues(signers, threshold))
    }

    /// What a proposal of these signers is known by.
    public static func signersProposal(_ signers: [Address], threshold: UInt64) throws(ABIError) -> Word {
        Word(rightAligned: Keccak256.hash(try ABI.encode(signerValues(signers, threshold), as: signerTypes)))
    }

    public static func cancelSigners(_ proposal: Word) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "cancelSigners", inputs: [.fixedBytes(32)]).call([.bytes32(proposal)])
    }

    public static func proposeKey(
        _ modelID: Word, verifier: Address, feedPointOffset: UInt32
    ) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: "proposeKey", inputs: [.fixedBytes(32), .address, .uint(32)])
            .call([.bytes32(modelID), .address(verifier), .number(UInt64(feedPointOffset))])
    }

    public static func activateKey(_ modelID: Word) throws(ABIError) -> [UInt8] { try keyCall("activateKey", modelID) }

    public static func cancelKey(_ modelID: Word) throws(ABIError) -> [UInt8] { try keyCall("cancelKey", modelID) }

    public static func retireKey(_ modelID: Word) throws(ABIError) -> [UInt8] { try keyCall("retireKey", modelID) }

    private static func keyCall(_ name: String, _ modelID: Word) throws(ABIError) -> [UInt8] {
        try ABIFunction(name: name, inputs: [.fixedBytes(32)]).call([.bytes32(modelID)])
    }
}
