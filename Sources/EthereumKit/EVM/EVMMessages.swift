import Foundation

/// One request line. It holds only numbers and hex, so it is written without an encoder.
struct EVMRequest {
    private var text: [UInt8]

    init(_ operation: StaticString) {
        text = Array("{\"op\":\"\(operation)\"".utf8)
    }

    init(_ operation: String) {
        text = Array("{\"op\":\"\(operation)\"".utf8)
    }

    /// The request with its line end.
    var line: [UInt8] { text + Array("}\n".utf8) }

    mutating func add(_ key: String, _ number: UInt64) {
        text += Array(",\"\(key)\":\(number)".utf8)
    }

    mutating func add(_ key: String, _ bytes: [UInt8]) {
        text += Array(",\"\(key)\":\"".utf8)
        Hex.append(bytes, to: &text)
        text.append(UInt8(ascii: "\""))
    }

    mutating func add(_ key: String, _ address: Address) {
        text += Array(",\"\(key)\":\"0x".utf8)
        Hex.append(address.bytes, to: &text)
        text.append(UInt8(ascii: "\""))
    }

    mutating func add(_ key: String, _ items: ArraySlice<[UInt8]>) {
        text.reserveCapacity(text.count + items.reduce(16) { $0 + 2 * $1.count + 3 })
        text += Array(",\"\(key)\":[".utf8)
        for (index, bytes) in items.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text.append(UInt8(ascii: "\""))
            Hex.append(bytes, to: &text)
            text.append(UInt8(ascii: "\""))
        }
        text.append(UInt8(ascii: "]"))
    }

    mutating func add(_ key: String, _ steps: [LocalEVM.Step]) {
        text += Array(",\"\(key)\":[".utf8)
        for (index, step) in steps.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            text += Array("{\"to\":\"0x".utf8)
            Hex.append(step.contract.bytes, to: &text)
            text.append(UInt8(ascii: "\""))
            add("data", step.data)
            if let sender = step.sender { add("from", sender) }
            if let timestamp = step.timestamp { add("time", timestamp) }
            if let gasLimit = step.gasLimit { add("gas", gasLimit) }
            text.append(UInt8(ascii: "}"))
        }
        text.append(UInt8(ascii: "]"))
    }

    mutating func add(sender: Address?, gasLimit: UInt64) {
        if let sender { add("from", sender) }
        add("gas", gasLimit)
    }
}

/// One answer line; which members are there depends on the request.
struct EVMAnswer: Decodable {
    struct Event: Decodable {
        let address: String
        let topics: [String]
        let data: String
    }

    struct Result: Decodable {
        let success: Bool
        let output: String
        let gas: UInt64
        let reason: String

        func outcome() throws(LocalEVMError) -> LocalEVM.Outcome {
            .init(success: success, output: try EVMAnswer.bytes(output), gasUsed: gas, reason: reason, logs: [])
        }
    }

    let error: String?
    let success: Bool?
    let output: String?
    let gas: UInt64?
    let reason: String?
    let address: String?
    let code: String?
    let logs: [Event]?
    let results: [Result]?

    static func bytes(_ text: String) throws(LocalEVMError) -> [UInt8] {
        do {
            return try Hex.decode(text)
        } catch {
            throw .protocolBroken("unreadable bytes in an answer: \(error)")
        }
    }

    static func address(_ text: String) throws(LocalEVMError) -> Address {
        guard let address = Address(bytes: try bytes(text)) else { throw .protocolBroken("unreadable address in an answer") }
        return address
    }

    func outcome() throws(LocalEVMError) -> LocalEVM.Outcome {
        guard let success, let output, let gas, let reason else { throw .protocolBroken("an answer without a result") }
        var events: [LocalEVM.Log] = []
        for log in logs ?? [] {
            var topics: [[UInt8]] = []
            for topic in log.topics { topics.append(try Self.bytes(topic)) }
            events.append(.init(address: try Self.address(log.address), topics: topics, data: try Self.bytes(log.data)))
        }
        return .init(success: success, output: try Self.bytes(output), gasUsed: gas, reason: reason, logs: events)
    }
}
