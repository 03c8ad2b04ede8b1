/// Calldata for a generated verifier.
public enum ProofVerifierContract {
    /// Calldata of `verify(bytes proof, uint256[] publicInputs)`.
    ///
    /// - Parameter publicInputs: 32 bytes each, big-endian. Anything of 32 bytes is encoded, so that tests can send numbers
    ///   that are not field elements.
    public static func verify(proof: [UInt8], publicInputs: [[UInt8]]) throws(ABIError) -> [UInt8] {
        var words: [ABIValue] = []
        for input in publicInputs {
            guard let word = Word(bytes: input) else { throw .mismatch(type: "uint256") }
            words.append(.uint(word))
        }
        return try function.call([.bytes(proof), .array(words)])
    }

    /// Did the contract return exactly `true`?
    public static func accepted(_ outcome: LocalEVM.Outcome) -> Bool {
        outcome.success && outcome.output == Word(1).bytes
    }

    private static let function = ABIFunction(name: "verify", inputs: [.bytes, .array(.uint(256))])
}
