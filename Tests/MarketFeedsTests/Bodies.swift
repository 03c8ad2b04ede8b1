import Foundation
import Testing

/// Response bodies of real exchanges, in `Bodies/` (where each comes from stands in its README).
enum Bodies {
    static func bytes(_ name: String) throws -> [UInt8] {
        let url = try #require(Bundle.module.url(forResource: "Bodies/" + name, withExtension: nil), "no body \(name)")
        return Array(try Data(contentsOf: url))
    }
}
