import BN254
import ProofVerifier

/// Why no contract was rendered.
public enum SolidityVerifierError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not a Solidity identifier of at most 64 letters, digits and underscores.
    case contractName(String)

    public var description: String {
        switch self {
        case .contractName(let name):
            "\(name.debugDescription) cannot name a contract: use letters, digits and underscores, a letter first"
        }
    }
}

/// A Solidity contract that verifies the proofs of one verifying key.
///
/// The contract accepts exactly what `VerifyingKey.verify` accepts (but for x = 0, which it always refuses): it is
/// rendered from the same expression graphs and the same layout. See Docs/verifier-contract.md.
public struct SolidityVerifier: Sendable {
    public let key: VerifyingKey
    public let contractName: String
    /// Whether the contract also has `verifyBatch`, for several proofs at the price of one pairing. Its `verify` then costs
    /// some hundred gas more.
    public let verifiesBatches: Bool
    /// For measurements only: `verify` returns the gas left at the end of each section (``ContractWriter/sections``) in place of
    /// a verdict. No caller may take such an answer for one: it is longer than a boolean and its first word is not 0 or 1.
    package var reportsGas = false

    /// A contract with the name `Verifier`.
    public init(key: VerifyingKey) {
        self.key = key
        contractName = "Verifier"
        verifiesBatches = false
    }

    public init(key: VerifyingKey, contractName: String, verifiesBatches: Bool = false) throws(SolidityVerifierError) {
        func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
        let bytes = Array(contractName.utf8)
        guard let first = bytes.first, isLetter(first), bytes.count <= 64,
            bytes.allSatisfy({ isLetter($0) || (48...57).contains($0) || $0 == 95 })
        else { throw .contractName(contractName) }
        self.key = key
        self.contractName = contractName
        self.verifiesBatches = verifiesBatches
    }

    /// The contract's source: the same key and name give the same bytes. Cost: milliseconds.
    public func render() -> String {
        let map = MemoryMap(key: key)
        var writer = ContractWriter(key: key, map: map, verifiesBatches: verifiesBatches)
        let (functions, end) = writer.functions()
        if reportsGas { writer.gasReport = end }
        let shape = key.shape
        var tables = key.system.tables.map { YulWriter.plain($0.name) }
        tables = tables.count > 8 ? tables.prefix(8) + ["and \(tables.count - 8) more tables"] : tables
        let holes = [
            "name": contractName,
            "tables": tables.joined(separator: ", "),
            "origin": key.isInsecure
                ? "INSECURE, FOR DEVELOPMENT ONLY: the reference string was made from a known seed, so proofs can be forged."
                : "The reference string is a public ceremony's.",
            "digest": Yul.hex(bytes: key.digest),
            "publicInputCount": String(key.system.publicInputCount),
            "feedPointCount": String(key.layout.feedGroupCount),
            "proofLength": String(shape.byteCount),
            "isInsecure": key.isInsecure ? "true" : "false",
            "memory": map.declarations() + (verifiesBatches ? "\n" + writer.batchDeclarations(from: end) : ""),
            "functions": functions,
            "body": writer.body(),
            "begin": writer.batchBeginning(),
            "conclusion": verifiesBatches ? writer.conclusion() : "",
        ]
        let template = Template.select(
            verifiesBatches ? "batch" : "single", of: String(decoding: PackageResources.Verifier_sol, as: UTF8.self))
        return Template.fill(template, holes: holes)
    }
}

/// Text with holes `{{name}}`, and with lines for one kind of contract only.
enum Template {
    /// Keeps what stands between `//#if KIND` and `//#endif`, drops what stands there for another kind; `//#else` turns that
    /// around. These do not nest.
    static func select(_ kind: String, of template: String) -> String {
        var keeps = true
        var lines: [Substring] = []
        for line in template.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("//#if ") {
                keeps = line.dropFirst(6) == kind
            } else if line == "//#else" {
                keeps.toggle()
            } else if line == "//#endif" {
                keeps = true
            } else if keeps {
                lines.append(line)
            }
        }
        return lines.joined(separator: "\n")
    }

    /// What is filled in is not searched for holes again.
    static func fill(_ template: String, holes: [String: String]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
            let name = String(rest[open.upperBound..<close.lowerBound])
            result += rest[..<open.lowerBound]
            result += holes[name] ?? ""
            rest = rest[close.upperBound...]
        }
        return result + rest
    }
}
