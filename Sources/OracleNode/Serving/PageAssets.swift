import EthereumKit
import Hashing

/// The page's style and scripts, part of the program. Their address holds their hash, so browsers keep them until they change.
enum PageAssets {
    private static let files: [String: (type: String, bytes: [UInt8])] = [
        "page.css": ("text/css; charset=utf-8", PackageResources.page_css),
        "page.js": ("text/javascript; charset=utf-8", PackageResources.page_js),
        "audit.js": ("text/javascript; charset=utf-8", PackageResources.audit_js),
        "hashes.js": ("text/javascript; charset=utf-8", PackageResources.hashes_js),
    ]

    /// One for all, so that scripts find each other beside them.
    private static let version: String = {
        let all = files.sorted { $0.key < $1.key }.flatMap { $0.value.bytes }
        return String(Hex.encode(Keccak256.hash(all)).dropFirst(2).prefix(16))
    }()

    static func address(_ name: String) -> String { "/assets/\(version)/\(name)" }

    /// The file at `/assets/VERSION/NAME`; nil for any other path.
    static func asset(_ parts: [String]) -> HTTPAnswer? {
        guard parts.count == 3, parts[0] == "assets", parts[1] == version, let file = files[parts[2]] else { return nil }
        var answer = HTTPAnswer(200, type: file.type, body: file.bytes)
        answer.isImmutable = true
        return answer
    }
}
