import ArgumentParser
import EthereumKit
import OracleNode
import Parallel

struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "Make, import, list, check and export keys.",
        discussion: """
            Keys lie in a folder of mode 700, each in a file of mode 600 in Web3 Secret Storage form (scrypt or PBKDF2), as other Ethereum programs \
            keep theirs. Passwords come from a private file or are asked for at the terminal; neither they nor keys are ever taken from the \
            command line. A key that lives in a remote signer needs no file here: name it under keys in the configuration.

            EXAMPLES
              assay key new --folder node/keys --make-password-file node/keys/signing.password
              assay key import old-key.json --folder node/keys --password-file old.password
              assay key list --folder node/keys
              assay key check 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --folder node/keys
              assay key export-address --folder node/keys

            Exit status 1 when a key is not as it should be, 2 when the command or a file it names is wrong, 3 when a file or password cannot be \
            read.
            """,
        subcommands: [New.self, Import.self, List.self, Check.self, Export.self, ExportAddress.self])

    struct FolderOptions: ParsableArguments {
        @Option(name: .long, help: ArgumentHelp("The folder of keys.", valueName: "folder"))
        var folder = KeySettings.defaultFolder

        func open() throws -> KeyCare { try KeyCare(folder: folder) }
    }

    struct New: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "new", abstract: "Make a key from the system's randomness and print its address.",
            discussion: """
                The address alone goes to standard output, for scripts. Nothing but the key's file and its password can bring the key back: copy \
                both to where this machine's end is not theirs.

                EXAMPLES
                  assay key new
                  assay key new --folder node/keys --make-password-file node/keys/signing.password
                """,
            aliases: ["create"])

        @OptionGroup var keys: FolderOptions
        @OptionGroup var password: PasswordOptions

        @Option(name: .long, help: ArgumentHelp("Make up a password too, and keep it in this new private file.", valueName: "file"))
        var makePasswordFile: String?

        func validate() throws {
            if makePasswordFile != nil, password.passwordFile != nil { throw ValidationError("give one of --password-file, --make-password-file") }
        }

        func run() async throws {
            let care = try keys.open()
            if let makePasswordFile { try KeyCare.makePassword(makePasswordFile) }
            let source = makePasswordFile.map { PasswordSource.file($0) } ?? password.newSource
            let entry = try await Parallel.run { try care.create(password: source) }
            Terminal.note("· kept in \(entry.path); make a copy of it and of its password")
            print(entry.address)
        }
    }

    struct Import: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Take over a key file of another program, or a private file of 64 hex digits.",
            discussion: """
                A key file keeps its password; bare digits are locked with a new one. The file that is read stays where it is.

                EXAMPLES
                  assay key import UTC--2024-01-02T03-04-05Z--70997970c51812dc3a010c7d01b50e0d17dc79c8 --folder node/keys
                """)

        @Argument(help: "The file; mode 600.")
        var file: String

        @OptionGroup var keys: FolderOptions
        @OptionGroup var password: PasswordOptions

        func run() async throws {
            let care = try keys.open()
            let (file, source) = (file, password.source)
            let entry = try await Parallel.run { try care.take(file, password: source) }
            Terminal.note("· kept in \(entry.path)")
            print(entry.address)
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: "List the keys of a folder: addresses, files, and what is wrong with a file.",
            discussion: "Opens no key and asks for no password. Exit status 1 when a file can be reached by others.")

        @OptionGroup var keys: FolderOptions

        @Flag(name: .long, help: "Print one JSON document to standard output.")
        var json = false

        func run() async throws {
            let lines = try keys.open().list()
            if json {
                print(KeyCare.json(lines).text)
            } else {
                print(lines.isEmpty ? "no keys in \(keys.folder); make one with `assay key new`" : lines.map(\.text).joined(separator: "\n"))
            }
            if lines.contains(where: { $0.problem != nil }) { throw ExitCode(1) }
        }
    }

    struct Check: AsyncParsableCommand {
        static let configuration = CommandConfiguration(commandName: "check", abstract: "Open a key once, to see that its password is right.",
            discussion: """
                EXAMPLES
                  assay key check 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 --folder node/keys --password-file node/keys/signing.password

                Exit status 3 when it does not open.
                """,
            aliases: ["unlock-check"])

        @Argument(help: "The key's address, as `assay key list` prints it.")
        var account: Address

        @OptionGroup var keys: FolderOptions
        @OptionGroup var password: PasswordOptions

        func run() async throws {
            let care = try keys.open()
            let (account, source) = (account, password.source)
            try await Parallel.run { try care.check(account, password: source) }
            print("✓ \(account) opens")
        }
    }

    struct Export: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export", abstract: "Copy a key's file, still locked with its password, to a new private file.")

        @Argument(help: "The key's address, as `assay key list` prints it.")
        var account: Address

        @Argument(help: "The file to write; it must not be there yet.")
        var file: String

        @OptionGroup var keys: FolderOptions

        func run() async throws {
            try keys.open().export(account, to: file)
            print("wrote \(file)")
        }
    }

    struct ExportAddress: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "export-address",
            abstract: "Print the addresses of a folder's keys, or of key files, one a line.",
            discussion: """
                For scripts, for a faucet, and for the owner of a feed contract, who lists signers by address. Opens no key and asks for no \
                password.

                EXAMPLES
                  assay key export-address --folder node/keys
                  assay key export-address UTC--2024-01-02T03-04-05Z--70997970c51812dc3a010c7d01b50e0d17dc79c8
                """)

        @Argument(help: "Key files; without one, all keys of the folder.")
        var files: [String] = []

        @OptionGroup var keys: FolderOptions

        func run() async throws {
            let addresses = files.isEmpty ? try keys.open().list().map(\.entry.address) : try files.map(KeyCare.address(ofFile:))
            for address in addresses { print(address) }
        }
    }
}
