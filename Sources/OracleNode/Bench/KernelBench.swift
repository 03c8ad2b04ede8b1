import BN254
import Foundation
import Parallel

/// The kernels' own times, or how many instructions each takes.
public struct KernelBench: Sendable {
    public let runs: Int

    public init(runs: Int) { self.runs = runs }

    public func run() async throws -> BenchFigures {
        try await Parallel.run {
            var figures = BenchFigures(subject: "kernels")
            for measurement in KernelBenchmark.run(.all, runs: runs) { figures.add(measurement) }
            return figures
        }
    }

    /// Instructions of the portable kernels, counted by callgrind: they do not depend on the machine's load. (It does not know the lanes'.)
    ///
    /// - Parameter program: this program's own file, which is run under valgrind.
    /// - Throws: ``NodeError`` where valgrind or strip is not installed, or valgrind says nothing.
    public static func instructions(program: String) throws -> BenchFigures {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-callgrind-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (plain, output) = (folder.appendingPathComponent("assay").path, folder.appendingPathComponent("out").path)
        // Without the debugger's tables, which older valgrinds cannot read; the names of functions stay.
        try run(["strip", "--strip-debug", "-o", plain, program], package: "binutils")
        try run(["valgrind", "--tool=callgrind", "--callgrind-out-file=\(output)", plain] + countedArguments, package: "valgrind")
        guard let text = FileManager.default.contents(atPath: output) else {
            throw NodeError(.environment, "valgrind wrote no counts", next: "see that \(folder.path) can be written")
        }
        var figures = BenchFigures(subject: "instructions")
        for (name, count) in inclusiveCounts(String(decoding: text, as: UTF8.self)) {
            figures.add(name, "\(Figures.integer(count)) instructions", count, "instructions")
        }
        guard figures.lines.count == symbols.count else {
            throw NodeError(.inconsistent, "callgrind names only \(figures.lines.count) of \(symbols.count) kernels", next: "report this with the output of `valgrind --version`")
        }
        return figures
    }

    /// - Throws: ``NodeError`` where the program is not there or does not end well.
    private static func run(_ command: [String], package: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.environment = ProcessInfo.processInfo.environment.merging(["ASSAY_PORTABLE": "swift", "ASSAY_THREADS": "1"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        switch process.terminationStatus {
        case 0: return
        case 127: throw NodeError(.environment, "there is no \(command[0]) on PATH", next: "install it: apt-get install \(package)")
        case let status:
            throw NodeError(
                .environment, "\(command[0]) ended with \(status)", next: "run it by hand to see why: \(command.joined(separator: " "))")
        }
    }

    /// The command line that runs each portable kernel once.
    public static let countedArguments = ["bench", "kernels", "--once"]

    /// Runs each portable kernel once, without tasks: what `instructions` counts.
    public static func once() { _ = KernelBenchmark.run(.once) }

    /// Kernels, and a part of the mangled names of the functions that the benchmark calls them by.
    private static let symbols = [
        ("MSM 2^11, all kinds of scalars", "12TimedKernelsO3sum"), ("NTT 2^12", "12TimedKernelsO9transform"),
        ("Fr batch inversion of 4,096", "12TimedKernelsO6invert"), ("Fr multiplication over buffers of 4,096, 16 times", "12TimedKernelsO8multiply"),
        ("pairing check", "12TimedKernelsO5check"),
    ]

    /// Reads callgrind's format: a function's own lines, and after each `calls=` line the cost of what was called. Names may be given once with a
    /// number and by number from then on.
    package static func inclusiveCounts(_ text: String) -> [(String, Int64)] {
        var names: [Substring: Substring] = [:]
        func name(_ field: Substring) -> Substring {
            guard let close = field.firstIndex(of: ")"), field.first == "(" else { return field }
            let number = field[...close]
            let rest = field[field.index(after: close)...].drop { $0 == " " }
            if !rest.isEmpty { names[number] = rest }
            return names[number] ?? rest
        }
        var counts = [Int64](repeating: 0, count: symbols.count)
        var called: Int?
        var isCall = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("fn=") {
                _ = name(line.dropFirst(3))
            } else if line.hasPrefix("cfn=") {
                let function = name(line.dropFirst(4))
                called = symbols.firstIndex { function.contains($0.1) }
            } else if line.hasPrefix("calls=") {
                isCall = true
            } else if isCall {
                isCall = false
                guard let called, let cost = line.split(separator: " ").last.flatMap({ Int64($0) }) else { continue }
                counts[called] += cost
            }
        }
        return symbols.indices.map { (symbols[$0].0, counts[$0]) }.filter { $0.1 > 0 }
    }
}

extension BenchFigures {
    mutating func add(_ measurement: KernelBenchmark.Measurement) {
        let threads = measurement.threads == 1 ? "one thread" : "\(measurement.threads) threads"
        let lanes = measurement.lanes ? "lanes" : "portable"
        time("\(measurement.name), \(lanes), \(threads)", StepWatch.seconds(measurement.median))
    }
}
