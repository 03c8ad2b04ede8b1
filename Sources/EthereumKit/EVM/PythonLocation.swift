import Foundation

/// Where the project's Python is.
enum PythonLocation {
    /// `$ASSAY_PYTHON`, else the nearest `.venv/bin/python` above the working directory or the program.
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
        var starts = [workingDirectory]
        if let program { starts.append((program as NSString).deletingLastPathComponent) }
        for start in starts {
            var directory = URL(fileURLWithPath: start).standardizedFileURL
            while true {
                let candidate = directory.appendingPathComponent(".venv/bin/python").path
                if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
                let parent = directory.deletingLastPathComponent()
                if parent.path == directory.path || directory.path == "/" { break }
                directory = parent
            }
        }
        throw .noInterpreter("no .venv/bin/python in \(workingDirectory) or above it")
    }
}
