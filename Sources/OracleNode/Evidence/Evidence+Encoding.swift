import EthereumKit
import Foundation
import MarketFeeds

extension Evidence {
    private static func hex(_ bytes: [UInt8]) -> CanonicalJSON { .string(Hex.encode(bytes)) }

    /// The part that has one spelling and is hashed: no times of this machine, nothing of how long it took.
    public var json: CanonicalJSON {
        .object([
            "schema": .string(Self.schema),
            "feed": .object([
                "name": .string(feed.name), "pair": .string(feed.pair), "id": Self.hex(feed.id), "file": .string(feed.file),
            ]),
            "model": .object(["kind": .string(model.kind), "id": Self.hex(model.id), "parameters": model.parameters]),
            "round": .number(Int64(clamping: round)),
            "observedAt": .number(observedAt),
            "times": .array(times.map { .number($0) }),
            "responses": .array(responses.map { response in
                .object([
                    "market": .string(response.market), "url": .string(response.url), "status": .integer(Int64(response.status)),
                    "bytes": .integer(Int64(response.byteCount)), "keccak256": Self.hex(response.digest),
                ])
            }),
            "observations": Self.json(of: series),
            "notCounted": .array(notCounted.map {
                .object(["market": .string($0.market), "reason": .string($0.reason)])
            }),
            "values": .array(values.map { value in
                .object([
                    "name": .string(value.name), "raw": .string(String(value.raw)), "scale": .integer(Int64(value.scale)),
                    "decimal": .string(value.decimal),
                ])
            }),
            "feedCommitment": .object([
                "points": .array(feedPoints.map(Self.hex)), "keccak256": Self.hex(feedCommitment),
            ]),
            "proof": Self.hex(proof),
            "report": .object([
                "feedId": Self.hex(report.feedID.bytes), "modelId": Self.hex(report.modelID.bytes),
                "round": .number(Int64(clamping: report.round)), "observedAt": .number(Int64(clamping: report.observedAt)),
                "feedCommitment": Self.hex(report.feedCommitment.bytes),
                "values": .array(report.values.map { .string(String($0)) }),
            ]),
            "attestation": Self.encode(attestation),
            "referenceString": .object([
                "origin": .string(referenceString.origin), "insecure": .bool(referenceString.isInsecure),
                "digest": Self.hex(referenceString.digest),
            ]),
        ])
    }

    /// The first signature stands where a single one does; further ones follow in a list.
    private static func encode(_ attestation: Attestation) -> CanonicalJSON {
        func members(_ signed: Attestation.SignedBy) -> [String: CanonicalJSON] {
            ["signer": .string(signed.signer.checksummed), "signature": hex(signed.bytes)]
        }
        var object: [String: CanonicalJSON] = [
            "chainId": .number(Int64(clamping: attestation.chainID)),
            "verifyingContract": .string(attestation.verifyingContract.checksummed), "digest": hex(attestation.digest),
            "calldataKeccak256": hex(attestation.calldataHash),
        ]
        if let first = attestation.signatures.first { object.merge(members(first)) { old, _ in old } }
        let others = attestation.signatures.dropFirst()
        if !others.isEmpty { object["cosigners"] = .array(others.map { .object(members($0)) }) }
        return .object(object)
    }

    /// Observations alone, as they stand in the file.
    static func json(of series: [Series]) -> CanonicalJSON {
        .array(series.map { series in
            .object([
                "market": .string(series.market), "role": .string(series.isLeg ? "leg" : "market"),
                "prices": .array(series.observations.map(encode)),
            ])
        })
    }

    private static func encode(_ observation: GridObservation) -> CanonicalJSON {
        var members: [String: CanonicalJSON] = [:]
        if let price = observation.price {
            members["price"] = .string(price.description)
            members["age"] = .number(observation.age)
        }
        if let drop = observation.drop {
            members["dropped"] = .string(drop.reason.rawValue)
            members["detail"] = .string(drop.detail)
        }
        return .object(members)
    }

    /// The evidence file: the canonical part, its Keccak-256, and beside it what differs from run to run.
    public var file: String {
        let canonical = json
        return CanonicalJSON.object([
            "evidence": canonical, "keccak256": Self.hex(canonical.digest),
            "timings": .array(timings.map {
                .object(["step": .string($0.step), "milliseconds": .integer(Int64($0.milliseconds))])
            }),
        ]).pretty
    }

    /// `btc-usd-option-466230.json`
    public var fileName: String { "\(feed.name)-\(round).json" }

    /// Writes the file under another name first, so that no reader sees half of it.
    public func write(into folder: String) throws(NodeError) -> String {
        let path = "\(folder)/\(fileName)"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(file.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
        } catch {
            throw NodeError(.environment, "cannot write \(path): \(error.localizedDescription)", next: "check the folder's permissions and free space, or name another with --out")
        }
        return path
    }
}
