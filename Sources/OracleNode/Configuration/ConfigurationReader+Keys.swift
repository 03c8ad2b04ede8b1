import EthereumKit
import MarketFeeds

extension ConfigurationReader {
    func readKeys(_ root: inout StrictMapping, isEmitting: Bool) -> KeySettings? {
        guard var keys = root.mapping("keys", expected: "the keys' folder, and which keys pay and attest") else { return nil }
        let folder = readPath(&keys, "folder", expected: "the folder of key files") ?? path(KeySettings.defaultFolder)
        var transaction: KeyReference?
        var isComplete = true
        if keys.has("transaction") || !isEmitting {
            if let mapping = keys.mapping("transaction", expected: "{account, password_file}: the key that pays for transactions") {
                transaction = readKey(mapping)
            }
            isComplete = transaction != nil
        }
        var signing: [KeyReference] = []
        if let entries = keys.list("signing", 1...16, expected: "a list of {account, password_file}: the keys that attest reports") {
            for entry in entries {
                guard let key = readKey(entry) else {
                    isComplete = false
                    continue
                }
                if signing.contains(where: { $0.account == key.account }) {
                    entry.problem("account", "\(key.account) is listed twice; keep one")
                }
                if key.account == transaction?.account {
                    entry.problem(
                        "account",
                        "\(key.account) pays for transactions too; whoever takes that key from a hot wallet could attest: "
                            + "make a second key with `assay key new`")
                }
                signing.append(key)
            }
        } else {
            isComplete = false
        }
        keys.finish()
        return isComplete ? KeySettings(folder: folder, transaction: transaction, signing: signing) : nil
    }

    private func readKey(_ mapping: StrictMapping) -> KeyReference? {
        var mapping = mapping
        let account = readAddress(&mapping, "account", required: true, expected: "an account's address, as `assay key list` prints it")
        var holder: KeyReference.Holder?
        if mapping.has("remote") {
            if mapping.has("password_file") || mapping.has("password_env") {
                mapping.problem("remote", "a remote signer needs no password here; keep either remote or the password")
            }
            if var remote = mapping.mapping("remote", expected: "{url, key}: a service that speaks Web3Signer's eth1/sign") {
                let url = readSecret(&remote, "url", isURL: true)
                let identifier = remote.text("key", expected: "the key's name at the service: letters and digits") {
                    !$0.isEmpty && $0.utf8.count <= 200 && $0.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7a || (0x30...0x39).contains($0) }
                }
                remote.finish()
                if let url, let identifier { holder = .remote(url: url, identifier: identifier) }
            }
        } else if mapping.has("prompt"), let asks = mapping.flag("prompt") {
            if !asks || mapping.has("password_file") || mapping.has("password_env") {
                mapping.problem("prompt", "keep one of prompt: true, password_file, password_env")
            } else {
                holder = .keyFile(password: .prompt)
            }
        } else if let password = readSecret(&mapping, "password", isURL: false) {
            holder = .keyFile(password: password)
        }
        mapping.finish()
        guard let account, let holder else { return nil }
        return KeyReference(account: account, holder: holder)
    }
}
