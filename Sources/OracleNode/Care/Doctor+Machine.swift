import Commitments
import EthereumKit
import Foundation
import MarketFeeds
import Parallel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What this machine must have: space, a store, keys, reference strings.
extension Doctor {
    public static func freeBytes(_ path: String) -> UInt64? {
        var path = path
        // What is not there yet will be made on the file system of what is.
        while !FileManager.default.fileExists(atPath: path) {
            let parent = (path as NSString).deletingLastPathComponent
            path = parent.isEmpty ? "." : parent
            if path == "." || path == "/" { break }
        }
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    func disk() -> [Finding] {
        [("store", configuration.store.path), ("evidence", configuration.evidence.folder)].map { what, path in
            guard let free = freeBytes(path) else {
                return .failure("disk", "the folder of the \(what) (\(path)) cannot be looked at", next: "check the path in the configuration")
            }
            let text = "\(free >> 20) MiB are free for the \(what)"
            if free < 100 << 20 { return .failure("disk", text, next: "free some space: the store stops at the last byte, and so does the node") }
            if free < 1 << 30 { return .warning("disk", text, next: "free some space, or lower store.keep_days") }
            return .ok("disk", text)
        }
    }

    func store() -> [Finding] {
        let path = configuration.store.path
        guard FileManager.default.fileExists(atPath: path) else {
            return [.ok("store", "there is none yet; the node makes \(path) when it starts")]
        }
        do {
            let store = try NodeStore(path: path, patience: 1)
            try store.checkIntegrity()
            var findings: [Finding] = [.ok("store", "\(path) is whole; \(try store.unfinishedRounds().count) rounds are unfinished")]
            for lease in try store.leases() where lease.expiresAt > now() {
                findings.append(.ok("lease", "\(lease.name): held by \(lease.owner) for \((lease.expiresAt - now()) / 1_000) s"))
            }
            return findings
        } catch {
            if case .locked? = error as? StoreError { return [.warning("store", "\(error)", next: "look again when the node that holds it is less busy")] }
            return [.failure("store", "\(path): \(error)", next: "restore it from a copy; Docs/operating.md says how")]
        }
    }

    func keys() async -> [Finding] {
        var findings: [Finding] = []
        let references = (configuration.keys.transaction.map { [("transaction", $0)] } ?? []) + configuration.keys.signing.map { ("signing", $0) }
        for (role, reference) in references {
            switch reference.holder {
            case .remote(let url, let identifier):
                findings.append(await remoteKey(role, reference.account, url: url, identifier: identifier))
            case .keyFile(password: .prompt):
                findings.append(
                    .warning(
                        "key", "\(role) \(reference.account): its password is asked for at every start", next: "a node that restarts by itself needs password_file"))
            case .keyFile:
                guard FileManager.default.fileExists(atPath: configuration.keys.folder) else {
                    findings.append(
                        .failure("key", "\(role): there is no folder \(configuration.keys.folder)", next: "make a key with `assay key new`, or set keys.folder"))
                    continue
                }
                do {
                    let (keys, environment) = (configuration.keys, environment)
                    let key = try await Parallel.run { try keys.unlock(reference, environment: environment) }
                    findings.append(
                        key.address == reference.account
                            ? .ok("key", "\(role) \(reference.account) opens")
                            : .failure("key", "the file of \(reference.account) holds the key of \(key.address)", next: "restore the file from a copy"))
                } catch {
                    findings.append(.failure("key", "\(role) \(reference.account): \(error)", next: Self.advice(error)))
                }
            }
        }
        return findings
    }

    private static func advice(_ error: any Error) -> String {
        let inner: KeyDirectoryError? =
            if case .file(let inner, _)? = error as? SecretError { inner } else { error as? KeyDirectoryError }
        switch inner {
        case .exposed(let path, _, let wanted)?: return "chmod \(String(wanted, radix: 8)) '\(path)'"
        case .unknown?: return "bring the key's file into the folder, or import it with `assay key import`"
        case .keystore?: return "check the password; only the right one opens the file"
        default: return "mend what is said there, and run `assay doctor` again"
        }
    }

    /// Each feed's circuit, which says what reference string and which verifier it needs.
    func circuits() async -> (findings: [Finding], made: [String: FeedCircuit]) {
        var findings: [Finding] = []
        var made: [String: FeedCircuit] = [:]
        for settings in configuration.feeds {
            do {
                let file = try settings.load()
                let circuit = try await FeedCircuit.make(file.feed) { _ in }
                made[file.feed.name] = circuit
                if circuit.srs.isInsecure, !configuration.chain.isDevelopment {
                    findings.append(
                        .failure(
                            "srs", "\(file.feed.name) is proven with \(circuit.srs.origin), which no public chain may rely on",
                            next: "import a ceremony with `assay srs import`"))
                } else {
                    findings.append(.ok("srs", "\(file.feed.name): \(circuit.srs.powers) powers of \(circuit.srs.origin)"))
                }
                let verifier = try VerifierContract(key: circuit.key.verifyingKey, feed: file.feed.name)
                do {
                    _ = try verifier.artifact()
                } catch {
                    findings.append(
                        .warning(
                            "artifact", "\(file.feed.name): \(error.message)",
                            next: error.next ?? "needed for `assay deploy` only; see Docs/contracts.md"))
                }
            } catch {
                let next = error is SRSError ? "import the string that is named there, then look again" : "mend the feed file; `assay feeds check` says more"
                findings.append(.failure("srs", "\(settings.name): \(error)", next: next))
            }
        }
        return (findings, made)
    }
}
