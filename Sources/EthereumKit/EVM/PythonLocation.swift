import Foundation

/// Where the project's Python is.
enum PythonLocation {
    /// `$ASSAY_PYTHON`, else the nearest `.venv/bin/python`; see ``ProjectLocation``.
    static func find(
        environment: [String: String] = ProcessInfo.processInfo.environment,
        workingDirectory: String = FileManager.default.currentDirectoryPath,
        program: String? = Bundle.main.executablePath
    ) throws(LocalEVMError) -> String {
        if let named = environment["ASSAY_PYTHON"], !named.isEmpty {
            guard FileManager.default.isExecutableFile(atPath: named) else {
                throw .noInterpreter("ASSAY_PYTHON names \(named), which is not a program")
            }
            return named
        }
        let found = ProjectLocation.find(
            ".venv/bin/python", environment: environment, workingDirectory: workingDirectory, program: program)
        if let found, FileManager.default.isExecutableFile(atPath: found) { return found }
        throw .noInterpreter("no .venv/bin/python in \(workingDirectory) or above it")
    }
}
