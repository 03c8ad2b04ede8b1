import Hashing

/// A function, error or event as a contract names it: a name and argument types.
public struct ABIFunction: Hashable, Sendable, CustomStringConvertible {
    public let name: String
    public let inputs: [ABIType]
    /// The first four bytes of the signature's Keccak-256.
    public let selector: [UInt8]

    public init(name: String, inputs: [ABIType]) {
        self.name = name
        self.inputs = inputs
        selector = Array(Keccak256.hash("\(name)\(ABIType.tuple(inputs).name)".utf8).prefix(4))
    }

    /// Reads a signature, for example `transfer(address,uint256)`.
    public init(_ signature: String) throws(ABIError) {
        guard let open = signature.firstIndex(of: "("), open != signature.startIndex else {
            throw .unknownType(signature)
        }
        guard case .tuple(let inputs) = try ABIType(signature[open...]) else { throw .unknownType(signature) }
        self.init(name: String(signature[..<open]), inputs: inputs)
    }

    /// The signature, with full type names.
    public var description: String { "\(name)\(ABIType.tuple(inputs).name)" }

    /// The whole Keccak-256 of the signature: an event's first topic.
    public var topic: [UInt8] { Keccak256.hash(description.utf8) }

    /// Calldata: the selector and the encoded arguments.
    public func call(_ arguments: [ABIValue]) throws(ABIError) -> [UInt8] {
        try selector + ABI.encode(arguments, as: inputs)
    }

    /// The arguments in calldata, or in the data of a revert. Strict, and safe on any bytes.
    public func arguments(of data: some Collection<UInt8>) throws(ABIError) -> [ABIValue] {
        let got = Array(data.prefix(4))
        guard got == selector else { throw .selector(expected: selector, got: got) }
        return try ABI.decode(data.dropFirst(4), as: inputs)
    }
}
