import Hashing

/// The domain of typed structured data (EIP-712): what a signature is for besides its message. A member that is nil is
/// not part of the domain's type.
public struct TypedDataDomain: Hashable, Sendable {
    public var name: String?
    public var version: String?
    public var chainID: Word?
    public var verifyingContract: Address?
    public var salt: Word?

    public init(
        name: String? = nil, version: String? = nil, chainID: Word? = nil, verifyingContract: Address? = nil,
        salt: Word? = nil
    ) {
        self.name = name
        self.version = version
        self.chainID = chainID
        self.verifyingContract = verifyingContract
        self.salt = salt
    }

    /// The domain that feeds use: name "Assay", version "1".
    public static func assay(chainID: UInt64, verifyingContract: Address) -> TypedDataDomain {
        TypedDataDomain(name: "Assay", version: "1", chainID: Word(chainID), verifyingContract: verifyingContract)
    }

    /// `hashStruct` of the domain.
    public var separator: Word {
        var members: [String] = []
        var words: [UInt8] = []
        func add(_ member: String, _ word: Word?) {
            guard let word else { return }
            members.append(member)
            words += word.bytes
        }
        func hash(_ text: String?) -> Word? { text.map { Word(rightAligned: Keccak256.hash($0.utf8)) } }
        add("string name", hash(name))
        add("string version", hash(version))
        add("uint256 chainId", chainID)
        add("address verifyingContract", verifyingContract?.word)
        add("bytes32 salt", salt)
        let type = "EIP712Domain(\(members.joined(separator: ",")))"
        return Word(rightAligned: Keccak256.hash(Keccak256.hash(type.utf8) + words))
    }

    /// Keccak-256 of 0x19 0x01 ‖ separator ‖ hash of the message's struct.
    static func digest(separator: Word, structHash: Word) -> Word {
        Word(rightAligned: Keccak256.hash(preimage(separator: separator, structHash: structHash)))
    }

    /// 0x19 0x01 ‖ separator ‖ hash of the message's struct: what signers that hash by themselves take.
    static func preimage(separator: Word, structHash: Word) -> [UInt8] {
        [0x19, 0x01] + separator.bytes + structHash.bytes
    }
}
