import EthereumKit
import Hashing

extension NodeStore {
    /// Everything that the store knows of a round, for `assay rounds show` and `export`: the same round gives the same bytes.
    public func export(_ key: RoundKey) throws(StoreError) -> CanonicalJSON {
        func hex(_ bytes: [UInt8]) -> CanonicalJSON { .string(Hex.encode(bytes)) }
        func number(_ value: UInt64) -> CanonicalJSON { .number(Int64(clamping: value)) }
        let round = try round(key)
        var members: [String: CanonicalJSON] = [
            "feed": .string(key.feed), "round": number(key.number), "stage": .string(round.stage.rawValue), "cause": .string(round.cause),
            "dueAt": number(round.dueAt), "observedAt": round.observedAt.map(number) ?? .null, "changedAt": number(round.changedAt),
            "note": .string(round.note),
        ]
        members["observations"] = .array(
            try observations(of: key).map { observation in
                .object([
                    "venue": .string(observation.venue), "observedAt": number(observation.observedAt), "body": hex(observation.body),
                    "digest": hex(Keccak256.hash(observation.body)),
                ])
            })
        if let evidence = try evidence(of: key) {
            members["evidence"] = .object([
                "path": .string(evidence.path), "size": number(evidence.size), "digest": .string("\(evidence.digest)"),
            ])
        }
        if let proof = try proof(of: key) {
            members["proof"] = .object([
                "model": .string("\(proof.model)"), "bytes": hex(proof.bytes), "digest": hex(Keccak256.hash(proof.bytes)),
            ])
        }
        var publications: [CanonicalJSON] = []
        for record in try self.publications(of: key) {
            let attempts = try attempts(of: record.carrier ?? record.id).map { attempt in
                CanonicalJSON.object([
                    "hash": .string("\(attempt.transaction.hash)"), "nonce": number(attempt.nonce), "gasLimit": number(attempt.gasLimit),
                    "maxFeePerGas": .string("\(attempt.fees.maxFee)"), "maxPriorityFeePerGas": .string("\(attempt.fees.tip)"),
                    "createdAt": number(attempt.createdAt), "sentAt": attempt.sentAt.map(number) ?? .null,
                ])
            }
            var entry: [String: CanonicalJSON] = [
                "chainId": number(record.publication.chainID), "contract": .string("\(record.publication.contract)"),
                "account": .string("\(record.publication.account)"), "state": .string(record.state.rawValue), "note": .string(record.note),
                "calldataDigest": hex(Keccak256.hash(record.publication.calldata)), "attempts": .array(attempts),
            ]
            if let inclusion = record.inclusion {
                entry["inclusion"] = .object([
                    "block": number(inclusion.block), "blockHash": .string("\(inclusion.blockHash)"),
                    "transaction": .string("\(inclusion.transaction)"), "gasUsed": inclusion.gasUsed.map(number) ?? .null,
                    "gasPrice": inclusion.gasPrice.map { .string("\($0)") } ?? .null,
                ])
            }
            publications.append(.object(entry))
        }
        members["publications"] = .array(publications)
        return .object(members)
    }
}
