import BN254
import EthereumKit
import ForeignText
import MarketFeeds

/// What a node asks its prover's process. Every request has a number of its own, and one answer.
package enum ProverRequest: Hashable, Sendable {
    /// Make a feed's circuit and keys and hold them ready. Text: the feed file, byte for byte.
    case load(text: String)
    /// Rounds of this feed are not asked for any more.
    case forget(feed: [UInt8])
    /// Prove a round of a loaded feed.
    case prove(feed: [UInt8], observedAt: Int64, times: [Int64], series: [Evidence.Series])
}

/// What the process answers.
package enum ProverAnswer: Hashable, Sendable {
    /// To a load: the digest of the verifying key it made.
    case loaded(model: [UInt8])
    case forgotten
    case proved(UncheckedProof)
    /// It could not, in words. The process goes on.
    case failed(String)
}

/// What a prover claims: nothing of it is believed before it is checked.
package struct UncheckedProof: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package var name: String
        package var milliseconds: Int

        package init(name: String, milliseconds: Int) {
            self.name = name
            self.milliseconds = milliseconds
        }
    }

    package var proof: [UInt8]
    /// The proof's public values in its order.
    package var publicInputs: [Fr]
    package var timings: [Step]
    /// From observations to proof bytes.
    package var seconds: Double

    package init(proof: [UInt8], publicInputs: [Fr], timings: [Step], seconds: Double) {
        self.proof = proof
        self.publicInputs = publicInputs
        self.timings = timings
        self.seconds = seconds
    }
}

// MARK: As JSON

extension ProverRequest {
    /// With the observations as evidence has them.
    package func json(number: Int64) -> CanonicalJSON {
        switch self {
        case .load(let text):
            .object(["kind": .string("load"), "number": .number(number), "file": .string(text)])
        case .forget(let feed):
            .object(["kind": .string("forget"), "number": .number(number), "feed": .string(Hex.encode(feed))])
        case .prove(let feed, let observedAt, let times, let series):
            .object([
                "kind": .string("prove"), "number": .number(number), "feed": .string(Hex.encode(feed)), "observedAt": .number(observedAt),
                "times": .array(times.map { .number($0) }), "observations": Evidence.json(of: series),
            ])
        }
    }

    /// Safe on any bytes.
    package static func read(_ bytes: [UInt8]) throws(DocumentError) -> (number: Int64, request: ProverRequest) {
        var root = try DocumentReader(try CanonicalJSON(parsing: bytes), path: "")
        let number = try root.integer("number")
        let request: ProverRequest
        switch try root.string("kind") {
        case "load": request = .load(text: try root.string("file"))
        case "forget": request = .forget(feed: try Evidence.hexBytes(try root.string("feed"), "feed", count: 32))
        case "prove":
            request = .prove(
                feed: try Evidence.hexBytes(try root.string("feed"), "feed", count: 32), observedAt: try root.integer("observedAt"),
                times: try Evidence.integers(try root.array("times"), "times"), series: try Evidence.series(try root.objects("observations")))
        case let kind: throw DocumentError("kind", "\(kind.oneLine(limit: 40)) is no request")
        }
        try root.finish()
        return (number, request)
    }
}

extension ProverAnswer {
    package func json(number: Int64) -> CanonicalJSON {
        switch self {
        case .loaded(let model): .object(["kind": .string("loaded"), "number": .number(number), "model": .string(Hex.encode(model))])
        case .forgotten: .object(["kind": .string("forgotten"), "number": .number(number)])
        case .failed(let reason): .object(["kind": .string("failed"), "number": .number(number), "reason": .string(reason)])
        case .proved(let proof):
            .object([
                "kind": .string("proved"), "number": .number(number), "proof": .string(Hex.encode(proof.proof)),
                "publicInputs": .array(proof.publicInputs.map { .string(Hex.encode($0.bigEndianBytes)) }),
                "timings": .array(proof.timings.map {
                    .object(["step": .string($0.name), "milliseconds": .number(Int64($0.milliseconds))])
                }),
                "microseconds": .number(Int64((proof.seconds * 1e6).rounded())),
            ])
        }
    }

    /// Safe on any bytes.
    package static func read(_ bytes: [UInt8]) throws(DocumentError) -> (number: Int64, answer: ProverAnswer) {
        var root = try DocumentReader(try CanonicalJSON(parsing: bytes), path: "")
        let number = try root.integer("number")
        let answer: ProverAnswer
        switch try root.string("kind") {
        case "loaded": answer = .loaded(model: try Evidence.hexBytes(try root.string("model"), "model", count: 32))
        case "forgotten": answer = .forgotten
        case "failed": answer = .failed(try root.string("reason").oneLine(limit: 400))
        case "proved": answer = .proved(try proof(&root))
        case let kind: throw DocumentError("kind", "\(kind.oneLine(limit: 40)) is no answer")
        }
        try root.finish()
        return (number, answer)
    }

    private static func proof(_ root: inout DocumentReader) throws(DocumentError) -> UncheckedProof {
        let proof = try Evidence.hexBytes(try root.string("proof"), "proof")
        var inputs: [Fr] = []
        for (index, value) in try root.array("publicInputs").enumerated() {
            let place = "publicInputs[\(index)]"
            guard case .string(let text) = value, let element = Fr(bigEndian: try Evidence.hexBytes(text, place, count: 32)) else {
                throw DocumentError(place, "is no element of the field")
            }
            inputs.append(element)
        }
        var timings: [UncheckedProof.Step] = []
        for var step in try root.objects("timings") {
            timings.append(.init(name: try step.string("step").oneLine(limit: 40), milliseconds: Int(try step.integer("milliseconds"))))
            try step.finish()
        }
        let seconds = Double(try root.integer("microseconds")) / 1e6
        return UncheckedProof(proof: proof, publicInputs: inputs, timings: timings, seconds: seconds)
    }
}
