import Foundation

/// Vectors kept as data beside the tests that use them.
public enum VectorFile {
    public struct Missing: Error, CustomStringConvertible {
        public let description: String
    }

    /// Decodes `Vectors/<name>.json` of a test target's bundle.
    public static func load<T: Decodable>(_ name: String, as type: T.Type = T.self, from bundle: Bundle) throws -> T {
        guard let url = bundle.url(forResource: name, withExtension: "json", subdirectory: "Vectors") else {
            throw Missing(description: "Vectors/\(name).json is not in \(bundle.bundlePath)")
        }
        return try JSONDecoder().decode(T.self, from: Data(contentsOf: url))
    }
}
