import Foundation
import OracleNode

/// Starts the command line.
@main
enum Program {
    static func main() {
        // Before any task is started: valgrind 3.19 cannot run a program whose first thread waits for tasks, since it writes into the constant
        // signal mask that the thread waits with.
        if Array(CommandLine.arguments.dropFirst()) == KernelBench.countedArguments { return KernelBench.once() }
        Task { @MainActor in
            await Assay.main()
            Foundation.exit(0)
        }
        dispatchMain()
    }
}
