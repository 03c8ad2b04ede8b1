/// A configuration in pieces, so that a test can replace one.
struct ConfigurationText {
    var chain = """
        chain:
          id: 31337
          endpoints:
            - {name: local, url: "http://127.0.0.1:8545"}

        """
    var keys = """
        keys:
          transaction: {account: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", password_file: keys/transaction.password}
          signing:
            - {account: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", password_file: keys/signing.password}

        """
    var feeds = """
        feeds:
          - file: feeds/btc-usd-option.yaml

        """
    var rest = ""

    var text: String { chain + keys + feeds + rest }
}
