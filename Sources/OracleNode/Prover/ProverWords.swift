import ForeignText
import Glibc

/// What the prover's process writes to its standard error, as lines of the node's own log: short ones, and not too many.
struct ProverWords {
    private let log: NodeLog
    private var line: [UInt8] = []
    private var isCut = false
    private var left = Self.most
    private var skipped = 0
    private var window = ContinuousClock.now
    /// Its end has been seen.
    private(set) var isOver = false
    private(set) var last: String?

    /// Lines a minute, and bytes a line.
    private static let most = 30
    private static let length = 300

    init(_ log: NodeLog) {
        self.log = log
    }

    /// Takes what is there. Never blocks: the descriptor does not.
    @discardableResult
    mutating func read(from descriptor: Int32) -> Bool {
        var piece = [UInt8](repeating: 0, count: 4_096)
        // A bound on each call: one that writes without end does not keep its reader from its work.
        for _ in 0..<16 {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                isOver = count == 0
                return isOver
            }
            for byte in piece[..<count] { take(byte) }
        }
        return false
    }

    private mutating func take(_ byte: UInt8) {
        if byte == 0x0A {
            say()
        } else if line.count < Self.length {
            line.append(byte)
        } else {
            isCut = true
        }
    }

    private mutating func say() {
        defer {
            line = []
            isCut = false
        }
        let text = String(decoding: line, as: UTF8.self).oneLine(limit: Self.length) + (isCut ? "…" : "")
        guard !text.isEmpty else { return }
        last = text
        if ContinuousClock.now - window > .seconds(60) {
            tellSkipped()
            window = .now
            left = Self.most
        }
        guard left > 0 else { return skipped += 1 }
        left -= 1
        log.warning("the prover's process says", ["text": .text(text)])
    }

    private mutating func tellSkipped() {
        guard skipped > 0 else { return }
        log.warning("the prover's process said more", ["lines": LogValue(skipped)])
        skipped = 0
    }

    mutating func end() {
        say()
        tellSkipped()
    }
}
