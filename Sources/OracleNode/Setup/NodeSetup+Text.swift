import EthereumKit

extension NodeSetup {
    /// The configuration as it is written: commented, with every value that people change.
    func text(feeds: [String], paying: Address, signing: Address) -> String {
        let source =
            switch endpoint {
            case .url(let url): "url: \"\(url)\""
            case .variable(let name): "url_env: \(name)"
            case .file(let path): "url_file: \(path)"
            }
        let list = feeds.map { name in
            """
              - file: feeds/\(name).yaml
                # contract: written here by `assay deploy`
                triggers: {heartbeat_seconds: \(heartbeatSeconds), deviation_percent: \(deviationPercent)}
            """
        }.joined(separator: "\n")
        let venues =
            isDemonstration
            ? """

                # A recording instead of the exchanges: `assay chain` plays it. Leave this out to ask the exchanges themselves.
                venues: {replay_url: "http://127.0.0.1:\(Self.demonstrationVenuesPort)"}

                """ : ""
        return """
            # A node's configuration, written by `assay init`. Docs/configuration.md describes every key.

            chain:
              id: \(chainID)
              # The preferred endpoint first; with several, those that lag or lie are noticed. A URL that holds an access key
              # belongs into url_file (a private file) or url_env (an environment variable).
              endpoints:
                - {name: main, \(source)}
              # Nothing is sent while the paying account holds less, or gas costs more.
              balance_floor_ether: \(balanceFloorEther)
              fees: {cap_gwei: 300}

            keys:
              folder: keys
              # Pays for transactions: keep some ether there, and not much.
              transaction: {account: "\(paying)", password_file: keys/transaction.password}
              # Attests the reports: the feed contracts list it as a signer. It needs no ether.
              signing:
                - {account: "\(signing)", password_file: keys/signing.password}

            feeds:
            \(list)
            \(venues)
            store: {path: assay.sqlite, keep_days: 30}
            evidence: {folder: evidence}
            # The page, the API, health and metrics.
            server: {bind: 127.0.0.1, port: \(serverPort)}
            log: {format: text, level: info}

            """
    }
}
