import Foundation

/// Where the files are that come with the program: feeds, contracts, the Python of the local EVM.
public enum ProjectLocation {
    /// The nearest of that path: below `$ASSAY_HOME`, else in the working directory or above it, else beside the program or above it,
    /// so that a program that was built in its tree works from anywhere.
    public static func find(
        _ relative: String, environment: [String: String] = ProcessInfo.processInfo.environment,
        workingDirectory: String = FileManager.default.currentDirectoryPath, program: String? = Bundle.main.executablePath
    ) -> String? {
        if let home = environment["ASSAY_HOME"], !home.isEmpty {
            let path = "\(home)/\(relative)"
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        let folder = program.map { (($0 as NSString).resolvingSymlinksInPath as NSString).deletingLastPathComponent }
        for start in [workingDirectory, folder].compactMap({ $0 }) {
            var directory = URL(fileURLWithPath: start).standardizedFileURL
            while true {
                let candidate = directory.appendingPathComponent(relative).path
                if FileManager.default.fileExists(atPath: candidate) { return candidate }
                let parent = directory.deletingLastPathComponent()
                if parent.path == directory.path || directory.path == "/" { break }
                directory = parent
            }
        }
        return nil
    }
}
