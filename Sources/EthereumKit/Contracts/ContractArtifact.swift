import Foundation
import Hashing

/// Why an artifact cannot be used.
public struct ContractArtifactError: Error, Hashable, CustomStringConvertible {
    public let path: String
    public let reason: String

    public var description: String { "\(path): \(reason)" }
}

/// A compiled contract, as `contracts/compile.py` writes it to `contracts/artifacts`.
public struct ContractArtifact: Sendable {
    public let contract: String
    /// The source's path below `contracts`.
    public let source: String
    public let compilerVersion: String
    /// Keccak-256 of each source that went in, by its path below `contracts`.
    public let sources: [String: [UInt8]]
    /// Creation code, without constructor arguments.
    public let bytecode: [UInt8]
    /// The code on chain, immutables zero.
    public let deployedBytecode: [UInt8]
    /// Custom errors, by selector.
    private let errors: [[UInt8]: ErrorShape]

    private struct ErrorShape {
        let function: ABIFunction
        let names: [String]
    }

    private struct File: Decodable {
        struct Compiler: Decodable {
            let version: String
        }

        struct Entry: Decodable {
            struct Parameter: Decodable {
                let name: String
                let type: String
            }

            let type: String
            let name: String?
            let inputs: [Parameter]?
        }

        let contract: String
        let source: String
        let compiler: Compiler
        let sources: [String: String]
        let abi: [Entry]
        let bytecode: String
        let deployedBytecode: String
    }

    public init(path: String) throws(ContractArtifactError) {
        do {
            let file = try JSONDecoder().decode(File.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
            contract = file.contract
            source = file.source
            compilerVersion = file.compiler.version
            sources = try file.sources.mapValues { try Hex.decode($0, count: 32) }
            bytecode = try Hex.decode(file.bytecode)
            deployedBytecode = try Hex.decode(file.deployedBytecode)
            var errors: [[UInt8]: ErrorShape] = [:]
            for entry in file.abi where entry.type == "error" {
                // Errors with tuples in them are left out: none is declared, and they would print badly.
                guard let name = entry.name, let inputs = entry.inputs,
                    let types = try? inputs.map({ try ABIType($0.type) })
                else { continue }
                let function = ABIFunction(name: name, inputs: types)
                errors[function.selector] = ErrorShape(function: function, names: inputs.map(\.name))
            }
            self.errors = errors
        } catch let error as HexError {
            throw ContractArtifactError(path: path, reason: error.description)
        } catch {
            throw ContractArtifactError(path: path, reason: "not a readable artifact: \(error.localizedDescription)")
        }
    }

    /// The artifact of a contract by name, from the nearest `contracts/artifacts`; see ``ProjectLocation``.
    public static func named(_ name: String) throws(ContractArtifactError) -> ContractArtifact {
        try ContractArtifact(path: try directory() + "/artifacts/\(name).json")
    }

    /// The nearest `contracts` folder with artifacts in it; see ``ProjectLocation``.
    public static func directory() throws(ContractArtifactError) -> String {
        guard let found = ProjectLocation.find("contracts/artifacts") else {
            throw ContractArtifactError(
                path: "contracts/artifacts",
                reason: "not in the working directory, beside the program, or above either; set ASSAY_HOME to the project's folder")
        }
        return (found as NSString).deletingLastPathComponent
    }

    /// The sources that are no longer those the artifact was made from, or are gone.
    ///
    /// - Parameter directory: the `contracts` folder.
    public func changedSources(in directory: String) -> [String] {
        sources.keys.sorted().filter { name in
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(name)") else { return true }
            return Keccak256.hash(data) != sources[name]
        }
    }

    /// Was this contract compiled from exactly this text? For generated sources, which need no file to compare with.
    public func isCompiled(from text: String) -> Bool {
        sources[source] == Keccak256.hash(text.utf8)
    }

    /// A revert in words: the contract's custom error with its arguments, a `require` text or a panic code.
    public func explain(_ outcome: LocalEVM.Outcome) -> String {
        if outcome.success { return "succeeded" }
        let selector = Array(outcome.output.prefix(4))
        if let shape = errors[selector], let values = try? shape.function.arguments(of: outcome.output) {
            let parts = zip(shape.names, values).map { "\($0): \(Self.text($1))" }
            return "\(shape.function.name)(\(parts.joined(separator: ", ")))"
        }
        if let values = try? Self.requireError.arguments(of: outcome.output), case .string(let text) = values[0] {
            return text
        }
        if let values = try? Self.panicError.arguments(of: outcome.output), case .uint(let code) = values[0] {
            return "panic \(code.low)"
        }
        return outcome.output.isEmpty ? outcome.reason : "\(outcome.reason) \(Hex.encode(outcome.output))"
    }

    /// The name of the contract's custom error that this revert data holds; nil where it holds none of them.
    public func errorName(of revertData: [UInt8]) -> String? {
        errors[Array(revertData.prefix(4))]?.function.name
    }

    /// A revert in words, as a node reported it: the contract's error with its values and, for the hand-written contracts, what
    /// it means.
    public func explain(revertData: [UInt8], message: String) -> String {
        let words = explain(LocalEVM.Outcome(success: false, output: revertData, gasUsed: 0, reason: message, logs: []))
        guard let meaning = errorName(of: revertData).flatMap(Self.meaning) else { return words }
        return "\(words): \(meaning)"
    }

    /// The names of all custom errors that the contract, and what it inherits, can revert with.
    public var errorNames: [String] { errors.values.map(\.function.name).sorted() }

    private static let requireError = ABIFunction(name: "Error", inputs: [.string])
    private static let panicError = ABIFunction(name: "Panic", inputs: [.uint(256)])

    private static func text(_ value: ABIValue) -> String {
        switch value {
        case .uint(let word): word.high == 0 ? "\(word.low)" : "\(word)"
        case .int(let word): word.asInt128.map { "\($0)" } ?? "\(word)"
        case .address(let address): "\(address)"
        case .bool(let flag): "\(flag)"
        case .fixedBytes(let bytes), .bytes(let bytes): Hex.encode(bytes)
        case .string(let text): text
        case .array(let values), .tuple(let values): "[\(values.map(Self.text).joined(separator: ", "))]"
        }
    }
}
