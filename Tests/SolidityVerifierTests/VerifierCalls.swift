import BN254
import Hashing

/// Calldata of a generated verifier.
enum VerifierCalls {
    /// The first four bytes of the hash of a function's signature.
    static func selector(_ signature: String) -> [UInt8] { Array(Keccak256.hash(Array(signature.utf8)).prefix(4)) }

    static func word(_ value: Int) -> [UInt8] { Fr(value).bigEndianBytes }

    /// `verify(proof, publicInputs)`; inputs are given as words so that they need not be below r.
    static func verify(_ proof: [UInt8], _ inputs: [[UInt8]]) -> [UInt8] {
        let padding = (32 - proof.count % 32) % 32
        var data = selector("verify(bytes,uint256[])")
        data += word(64) + word(96 + proof.count + padding)
        data += word(proof.count) + proof + [UInt8](repeating: 0, count: padding)
        data += word(inputs.count) + inputs.flatMap { $0 }
        return data
    }

    static func verify(_ proof: [UInt8], _ inputs: [Fr]) -> [UInt8] { verify(proof, inputs.map(\.bigEndianBytes)) }

    /// `verifyBatch(proofs, publicInputs)`.
    static func verifyBatch(_ proofs: [[UInt8]], _ inputs: [[[UInt8]]]) -> [UInt8] {
        func list(_ elements: [[UInt8]]) -> [UInt8] {
            var offset = 32 * elements.count
            var data = word(elements.count)
            for element in elements {
                data += word(offset)
                offset += element.count
            }
            return data + elements.flatMap { $0 }
        }
        let first = list(proofs.map { word($0.count) + $0 + [UInt8](repeating: 0, count: (32 - $0.count % 32) % 32) })
        let second = list(inputs.map { word($0.count) + $0.flatMap { $0 } })
        return selector("verifyBatch(bytes[],uint256[][])") + word(64) + word(64 + first.count) + first + second
    }
}
