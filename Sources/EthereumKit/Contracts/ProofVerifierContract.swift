/// Calldata for a generated verifier.
public enum ProofVerifierContract {
    /// Calldata of `verify(bytes proof, uint256[] publicInputs)`.
    ///
    /// - Parameter publicInputs: 32 bytes each, big-endian. Anything of 32 bytes is encoded, so that tests can send numbers
    ///   that are not field elements.
    public static func verify(proof: [UInt8], publicInputs: [[UInt8]]) throws(ABIError) -> [UInt8] {
        try function.call([.bytes(proof), words(publicInputs)])
    }

    /// Calldata of `verifyBatch(bytes[] proofs, uint256[][] publicInputs)`, of contracts that check several proofs at once.
    public static func verifyBatch(_ batch: [(proof: [UInt8], publicInputs: [[UInt8]])]) throws(ABIError) -> [UInt8] {
        var inputs: [ABIValue] = []
        for entry in batch { inputs.append(try words(entry.publicInputs)) }
        return try batchFunction.call([.array(batch.map { .bytes($0.proof) }), .array(inputs)])
    }

    private static func words(_ inputs: [[UInt8]]) throws(ABIError) -> ABIValue {
        var words: [ABIValue] = []
        for input in inputs {
            guard let word = Word(bytes: input) else { throw .mismatch(type: "uint256") }
            words.append(.uint(word))
        }
        return .array(words)
    }

    /// Did the contract return exactly `true`?
    public static func accepted(_ outcome: LocalEVM.Outcome) -> Bool {
        outcome.success && outcome.output == Word(1).bytes
    }

    private static let function = ABIFunction(name: "verify", inputs: [.bytes, .array(.uint(256))])
    private static let batchFunction = ABIFunction(name: "verifyBatch", inputs: [.array(.bytes), .array(.array(.uint(256)))])
}
