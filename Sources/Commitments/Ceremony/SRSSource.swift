import Foundation

/// What an imported string was made from; kept beside it for people to read, and never relied upon.
public struct SRSSource: Codable, Equatable, Sendable {
    /// The file's name without its folder.
    public let file: String
    public let bytes: UInt64
    /// The file's own power.
    public let power: Int
    /// BLAKE2b-512 of the file, in hexadecimal.
    public let blake2b: String
    /// The power of the published Hermez final that the file was, byte for byte.
    public let hermezFinal: Int?

    static let suffix = ".source.json"

    init(file: String, bytes: UInt64, power: Int, blake2b: String, hermezFinal: Int?) {
        self.file = file
        self.bytes = bytes
        self.power = power
        self.blake2b = blake2b
        self.hermezFinal = hermezFinal
    }

    init?(decoding bytes: [UInt8]) {
        guard let source = try? JSONDecoder().decode(SRSSource.self, from: Data(bytes)) else { return nil }
        self = source
    }

    var encoded: [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return [UInt8]((try? encoder.encode(self)) ?? Data())
    }
}
