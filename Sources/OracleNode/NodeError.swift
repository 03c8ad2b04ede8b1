import Commitments
import EthereumKit
import MarketFeeds

/// What went wrong in the node, with what to do about it. The code decides the exit status.
public struct NodeError: Error, Sendable, CustomStringConvertible {
    public enum Code: Int32, Sendable {
        /// Something was refused, or is not as claimed: exit status 1.
        case refused = 1
        /// The command or a file it names is wrong: exit status 2.
        case usage = 2
        /// The machine lacks something: exit status 3.
        case environment = 3
        /// A mistake of this program: exit status 4.
        case inconsistent = 4
    }

    public let code: Code
    public let message: String
    /// What to do next, in the imperative.
    public let next: String?

    public init(_ code: Code, _ message: String, next: String? = nil) {
        self.code = code
        self.message = message
        self.next = next
    }

    public var description: String { next.map { "\(message)\n  next: \($0)" } ?? message }
}

extension NodeError {
    /// The exit status for an error of any module.
    public static func status(of error: any Error) -> Int32 {
        switch error {
        case let error as NodeError: error.code.rawValue
        case is FeedError, is FeedModelError, is DocumentError, is ConfigurationError: Code.usage.rawValue
        case is RoundRefusal: Code.refused.rawValue
        case is SRSError, is LocalEVMError, is ContractArtifactError, is KeyDirectoryError, is SecretError, is StoreError, is RPCError, is SignerError:
            Code.environment.rawValue
        default: Code.inconsistent.rawValue
        }
    }
}
