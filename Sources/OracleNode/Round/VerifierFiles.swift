import EthereumKit
import MarketFeeds

/// The verifier contract and the verifying key of a feed, as files.
public enum VerifierFiles {
    public struct Written: Sendable {
        public let contractPath: String
        public let keyPath: String
        public let modelID: String
        /// Whether the committed artifact was compiled from exactly this contract.
        public let isCompiled: Bool

        public var text: String {
            let artifact = isCompiled
                ? "the committed artifact was compiled from exactly this contract"
                : "no committed artifact belongs to it yet: run `make contracts` (needs solc)"
            return "contract  \(contractPath)\nkey       \(keyPath)\nmodel     \(modelID)\n\(artifact)"
        }

        public var json: CanonicalJSON {
            .object([
                "contract": .string(contractPath), "key": .string(keyPath), "modelId": .string(modelID), "compiled": .bool(isCompiled),
            ])
        }
    }

    public static func write(
        feed: FeedFile, to folder: String, progress: @escaping @Sendable (String) -> Void
    ) async throws -> Written {
        try write(circuit: try await FeedCircuit.make(feed.feed, progress: progress), feed: feed.feed, to: folder)
    }

    static func write(circuit: FeedCircuit, feed: Feed, to folder: String) throws -> Written {
        let contract = try VerifierContract(key: circuit.key.verifyingKey, feed: feed.name)
        let contractPath = "\(folder)/\(contract.name).sol"
        let keyPath = "\(folder)/\(contract.name).vk"
        try FileWriter.write(contract.source, to: contractPath)
        try FileWriter.write(circuit.key.verifyingKey.serialized(), to: keyPath)
        return Written(
            contractPath: contractPath, keyPath: keyPath, modelID: Hex.encode(circuit.modelID),
            isCompiled: (try? contract.artifact()) != nil)
    }
}
