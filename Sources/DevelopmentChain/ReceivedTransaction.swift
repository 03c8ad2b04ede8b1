import EthereumKit

/// A raw transaction as a node reads it.
struct ReceivedTransaction: Sendable {
    let hash: Word
    let sender: Address
    let chainID: UInt64
    let nonce: UInt64
    /// Wei per gas.
    let maxFee: UInt128
    let tip: UInt128
    let gasLimit: UInt64
    let to: Address?
    let value: UInt128
    let data: [UInt8]

    /// Nil for anything but a well-formed, signed transaction of one of the two kinds that the node sends.
    init?(raw: [UInt8]) {
        let isFeeMarket = raw.first == 0x02
        guard case .list(let items)? = try? RLP(decoding: isFeeMarket ? raw[1...] : raw[...]) else { return nil }
        func bytes(_ index: Int) -> [UInt8]? {
            guard items.indices.contains(index), case .bytes(let bytes) = items[index], bytes.count <= 1 << 20 else { return nil }
            return bytes
        }
        func word(_ index: Int) -> Word? {
            guard let bytes = bytes(index), bytes.count <= 32 else { return nil }
            return Word(bytes: [UInt8](repeating: 0, count: 32 - bytes.count) + bytes)
        }
        func number(_ index: Int) -> UInt64? { word(index)?.asUInt64 }
        let signature: Signature?
        let unsigned: UnsignedTransaction
        let destination: Int
        if isFeeMarket {
            guard items.count == 12, let chainID = number(0), let nonce = number(1), let tip = word(2), let cap = word(3),
                let gas = number(4), let value = word(6), let data = bytes(7), let parity = number(9), let r = word(10), let s = word(11),
                parity <= 1
            else { return nil }
            destination = 5
            unsigned = .feeMarket(
                FeeMarketTransaction(
                    chainID: chainID, nonce: nonce, maxPriorityFeePerGas: tip.low, maxFeePerGas: cap.low, gasLimit: gas,
                    to: Address(bytes: bytes(5) ?? []), value: value, data: data))
            signature = Signature(r: r, s: s, yParity: UInt8(parity))
        } else {
            guard items.count == 9, let nonce = number(0), let price = word(1), let gas = number(2), let value = word(4),
                let data = bytes(5), let v = number(6), v >= 35, let r = word(7), let s = word(8)
            else { return nil }
            destination = 3
            unsigned = .legacy(
                LegacyTransaction(
                    chainID: (v - 35) / 2, nonce: nonce, gasPrice: price.low, gasLimit: gas, to: Address(bytes: bytes(3) ?? []),
                    value: value, data: data))
            signature = Signature(r: r, s: s, yParity: UInt8((v - 35) % 2))
        }
        guard let to = bytes(destination), to.isEmpty || to.count == 20, let signature,
            let sender = signature.signer(of: unsigned.signingHash)
        else { return nil }
        self.sender = sender
        hash = unsigned.signed(with: signature).hash
        switch unsigned {
        case .feeMarket(let transaction):
            (chainID, nonce, maxFee, tip) = (
                transaction.chainID, transaction.nonce, transaction.maxFeePerGas, transaction.maxPriorityFeePerGas
            )
            (gasLimit, self.to, value, data) = (transaction.gasLimit, transaction.to, transaction.value.low, transaction.data)
        case .legacy(let transaction):
            (chainID, nonce, maxFee, tip) = (transaction.chainID, transaction.nonce, transaction.gasPrice, transaction.gasPrice)
            (gasLimit, self.to, value, data) = (transaction.gasLimit, transaction.to, transaction.value.low, transaction.data)
        }
    }

    /// 21,000 and 4 for each zero byte of data, 16 for each other; 32,000 more for a creation.
    var intrinsicGas: UInt64 {
        data.reduce(to == nil ? 53_000 : 21_000) { $0 + ($1 == 0 ? 4 : 16) }
    }

    func paid(baseFee: UInt128) -> UInt128 { min(maxFee, baseFee + tip) }
}
