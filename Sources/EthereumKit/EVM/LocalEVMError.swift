/// Why the local EVM could not start or answer.
///
/// A contract that reverts is not an error: see ``LocalEVM/Outcome``.
public struct LocalEVMError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Code: Hashable, Sendable {
        /// No Python interpreter was found or it could not be run.
        case noInterpreter
        /// Python runs, but without the packages the machine needs.
        case missingPackage
        /// The request cannot be carried out as a transaction at all, for example because its gas does not pay for its calldata.
        case refused
        /// The child process ended, hung or answered nonsense.
        case protocolBroken
    }

    public let code: Code
    /// What happened and, where there is one, the next step.
    public let message: String

    public var description: String { "local EVM: \(message)" }

    static func noInterpreter(_ detail: String) -> LocalEVMError {
        LocalEVMError(code: .noInterpreter, message: "\(detail); run `make setup`, or set ASSAY_PYTHON to a Python that has pyrevm")
    }

    static func protocolBroken(_ detail: String) -> LocalEVMError {
        LocalEVMError(code: .protocolBroken, message: detail)
    }
}
