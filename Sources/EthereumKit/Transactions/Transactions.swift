import Hashing

/// A transaction that is ready to be sent.
public struct SignedTransaction: Hashable, Sendable {
    /// What `eth_sendRawTransaction` takes.
    public let raw: [UInt8]

    package init(raw: [UInt8]) {
        self.raw = raw
    }

    /// The transaction's hash.
    public var hash: Word { Word(rightAligned: Keccak256.hash(raw)) }
}

/// A transaction with a fee cap (EIP-1559, envelope type 2).
public struct FeeMarketTransaction: Hashable, Sendable {
    /// An address and the storage slots that the transaction announces (EIP-2930).
    public struct Access: Hashable, Sendable {
        public var address: Address
        public var slots: [Word]

        public init(address: Address, slots: [Word]) {
            self.address = address
            self.slots = slots
        }
    }

    public var chainID: UInt64
    public var nonce: UInt64
    /// Wei per gas.
    public var maxPriorityFeePerGas: UInt128
    /// Wei per gas.
    public var maxFeePerGas: UInt128
    public var gasLimit: UInt64
    /// Nil creates a contract.
    public var to: Address?
    /// Wei.
    public var value: Word
    public var data: [UInt8]
    public var accessList: [Access]

    public init(
        chainID: UInt64, nonce: UInt64, maxPriorityFeePerGas: UInt128, maxFeePerGas: UInt128, gasLimit: UInt64,
        to: Address?, value: Word = .zero, data: [UInt8] = [], accessList: [Access] = []
    ) {
        self.chainID = chainID
        self.nonce = nonce
        self.maxPriorityFeePerGas = maxPriorityFeePerGas
        self.maxFeePerGas = maxFeePerGas
        self.gasLimit = gasLimit
        self.to = to
        self.value = value
        self.data = data
        self.accessList = accessList
    }

    private var fields: [RLP] {
        [
            .number(chainID), .number(nonce), .word(Word(maxPriorityFeePerGas)), .word(Word(maxFeePerGas)),
            .number(gasLimit), .bytes(to?.bytes ?? []), .word(value), .bytes(data),
            .list(accessList.map { .list([.bytes($0.address.bytes), .list($0.slots.map { .bytes($0.bytes) })]) }),
        ]
    }

    /// The bytes whose Keccak-256 is signed: what signers that hash by themselves take.
    public var signingPreimage: [UInt8] { [0x02] + RLP.list(fields).encoded }

    /// The digest to sign.
    public var signingHash: Word { Word(rightAligned: Keccak256.hash(signingPreimage)) }

    /// Nil with the same chance as ``SigningKey/sign(_:)``.
    public func signed(by key: SigningKey) -> SignedTransaction? {
        key.sign(signingHash).map(signed(with:))
    }

    /// With a signature made elsewhere.
    public func signed(with signature: Signature) -> SignedTransaction {
        let tail: [RLP] = [.number(UInt64(signature.yParity)), .word(signature.r), .word(signature.s)]
        return SignedTransaction(raw: [0x02] + RLP.list(fields + tail).encoded)
    }
}

/// A transaction with one gas price, bound to its chain (EIP-155): for chains that know no fee cap.
public struct LegacyTransaction: Hashable, Sendable {
    public var chainID: UInt64
    public var nonce: UInt64
    /// Wei per gas.
    public var gasPrice: UInt128
    public var gasLimit: UInt64
    /// Nil creates a contract.
    public var to: Address?
    /// Wei.
    public var value: Word
    public var data: [UInt8]

    public init(
        chainID: UInt64, nonce: UInt64, gasPrice: UInt128, gasLimit: UInt64, to: Address?, value: Word = .zero,
        data: [UInt8] = []
    ) {
        self.chainID = chainID
        self.nonce = nonce
        self.gasPrice = gasPrice
        self.gasLimit = gasLimit
        self.to = to
        self.value = value
        self.data = data
    }

    private var fields: [RLP] {
        [
            .number(nonce), .word(Word(gasPrice)), .number(gasLimit), .bytes(to?.bytes ?? []), .word(value),
            .bytes(data),
        ]
    }

    /// The bytes whose Keccak-256 is signed.
    public var signingPreimage: [UInt8] {
        RLP.list(fields + [.number(chainID), .bytes([]), .bytes([])]).encoded
    }

    /// The digest to sign.
    public var signingHash: Word { Word(rightAligned: Keccak256.hash(signingPreimage)) }

    /// Nil with the same chance as ``SigningKey/sign(_:)``.
    public func signed(by key: SigningKey) -> SignedTransaction? {
        key.sign(signingHash).map(signed(with:))
    }

    /// With a signature made elsewhere.
    public func signed(with signature: Signature) -> SignedTransaction {
        // v = parity + 35 + 2·chain id, beyond 64 bits for the largest ids.
        let v = Word(UInt128(chainID) * 2 + 35 + UInt128(signature.yParity))
        return SignedTransaction(
            raw: RLP.list(fields + [.word(v), .word(signature.r), .word(signature.s)]).encoded)
    }
}
