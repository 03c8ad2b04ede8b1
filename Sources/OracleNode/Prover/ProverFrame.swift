/// What goes between a node and its prover's process: four bytes of length, most significant first, and as many bytes of JSON.
enum ProverFrame {
    /// The largest request: a feed file, or one round's observations. Those of 16 markets and 400 times are below 1 MiB.
    static let requestLimit = 8 << 20
    /// The largest answer: a proof is a few kilobytes.
    static let answerLimit = 1 << 20

    static func bytes(_ message: CanonicalJSON) -> [UInt8] {
        let payload = message.bytes
        return withUnsafeBytes(of: UInt32(clamping: payload.count).bigEndian) { Array($0) } + payload
    }
}

/// Why bytes are no frames. The stream cannot be read on: where the next frame begins is not known.
package struct ProverFrameError: Error, Hashable, CustomStringConvertible {
    package let description: String
}

/// Puts frames together from bytes that come in pieces of any size. Holds one frame and one piece at most; never traps on any bytes.
package struct ProverFrameReader: Sendable {
    private var bytes: [UInt8] = []
    private let limit: Int

    /// - Parameter limit: of one frame, in bytes without its length.
    package init(limit: Int) {
        self.limit = limit
    }

    package mutating func append(_ piece: some Sequence<UInt8>) { bytes += piece }

    /// Whether the stream may end here.
    package var isBetweenFrames: Bool { bytes.isEmpty }

    /// - Returns: the next whole frame; nil where more bytes are needed.
    package mutating func next() throws(ProverFrameError) -> [UInt8]? {
        guard bytes.count >= 4 else { return nil }
        let length = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard length > 0 else { throw ProverFrameError(description: "a frame of no bytes") }
        guard length <= limit else { throw ProverFrameError(description: "a frame of \(length) bytes; \(limit) are the most") }
        guard bytes.count >= 4 + length else { return nil }
        let frame = Array(bytes[4..<4 + length])
        bytes.removeFirst(4 + length)
        return frame
    }
}
