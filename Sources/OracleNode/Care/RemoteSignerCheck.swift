import EthereumKit
import Foundation
import MarketFeeds

/// Whether a remote signer is there and holds a key, asked without letting it sign: Web3Signer's `GET /upcheck` and
/// `GET /api/v1/eth1/publicKeys`.
enum RemoteSignerCheck {
    enum Answer: Hashable, Sendable {
        case holds
        /// It names its keys, and none is of this account.
        case lacks(keys: Int)
        /// The identifier in the configuration is another account's key.
        case otherAccount(Address)
        /// It is there, and does not say which keys it holds.
        case silent(String)
        case away(String)
    }

    /// - Parameters:
    ///   - base: the service's URL without a path.
    ///   - identifier: which key, as the service names it.
    static func ask(base: String, identifier: String, account: Address) async -> Answer {
        let base = base.hasSuffix("/") ? String(base.dropLast()) : base
        var limits = HTTPLimits()
        limits.attempts = 1
        limits.totalMilliseconds = 5_000
        limits.bodyBytes = 1 << 20
        let client = HTTPClient(limits: limits)
        do throws(HTTPError) {
            let up = try await client.get(base + "/upcheck")
            guard up.status == 200 else { return .away("/upcheck answers with HTTP status \(up.status)") }
            let list = try await client.get(base + "/api/v1/eth1/publicKeys")
            guard list.status == 200 else { return .silent("its list of keys answers with HTTP status \(list.status)") }
            guard let keys = try? JSONDecoder().decode([String].self, from: Data(list.body)) else { return .silent("its list of keys is no list") }
            let accounts = keys.compactMap(address)
            if let named = address(identifier) ?? (try? Address(identifier)), named != account { return .otherAccount(named) }
            return accounts.contains(account) ? .holds : .lacks(keys: accounts.count)
        } catch {
            // The client's own words hold the URL, and the URL may hold a key.
            return .away(HTTPTransport.failure(error).words)
        }
    }

    /// Of a public key in 64 bytes, or 65 with the mark of an uncompressed point before them.
    private static func address(_ key: String) -> Address? {
        guard let bytes = try? Hex.decode(key), bytes.count == 64 || (bytes.count == 65 && bytes[0] == 4) else { return nil }
        return Address(publicKey: Array(bytes.suffix(64)))
    }
}

extension Doctor {
    /// - Parameter role: of the key, in words.
    func remoteKey(_ role: String, _ account: Address, url: SecretReference, identifier: String) async -> Finding {
        let base: String
        do {
            base = try url.url(environment, for: "the remote signer of \(account)")
        } catch {
            return .failure("key", "\(role) \(account): \(error)", next: "give the signer's address, in the variable or file that keys names")
        }
        switch await RemoteSignerCheck.ask(base: base, identifier: identifier, account: account) {
        case .holds: return .ok("key", "\(role) \(account): the remote signer holds it")
        case .lacks(let count):
            return .failure(
                "key", "\(role) \(account): the remote signer is there and holds \(count) keys, none of this account",
                next: "load the key there, or correct the account")
        case .otherAccount(let other):
            return .failure(
                "key", "\(role) \(account): the remote signer's key that is named is \(other)'s", next: "correct remote.key or the account")
        case .silent(let why):
            return .warning(
                "key", "\(role) \(account): the remote signer is there, and does not say what it holds (\(why))",
                next: "publish one round with `assay publish --once` to see it sign")
        case .away(let why):
            return .failure(
                "key", "\(role) \(account): the remote signer cannot be reached: \(why)", next: "start it, or correct remote.url")
        }
    }
}
