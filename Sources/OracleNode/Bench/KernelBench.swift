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
    /// - Throws: ``NodeError`` where valgrind is not installed or says nothing.
    public static func instructions(program: String) throws -> BenchFigures {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("assay-callgrind-\(ProcessInfo.processInfo.processIdentifier)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let output = folder.appendingPathComponent("out")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [
            "valgrind", "--tool=callgrind", "--callgrind-out-file=\(output.path)", program, "bench", "kernels", "--once",
        ]
        process.environment = ProcessInfo.processInfo.environment.merging(["ASSAY_PORTABLE": "1", "ASSAY_THREADS": "1"]) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0, let text = FileManager.default.contents(atPath: output.path) else {
            throw NodeError(.environment, "valgrind does not run this program", next: "install it: apt-get install valgrind")
        }
        var figures = BenchFigures(subject: "instructions")
        for (name, count) in inclusiveCounts(String(decoding: text, as: UTF8.self)) {
            figures.add(name, "\(Figures.integer(count)) instructions", count, "instructions")
        }
        return figures
    }

    /// Runs each portable kernel once: what `instructions` counts.
    public static func once() { _ = KernelBenchmark.run(.once) }

    /// Kernels, and a part of their mangled names.
    private static let symbols = [
        ("MSM 2^11, three kinds of scalars", "3MSMO7compute"), ("NTT 2^12", "16EvaluationDomainV3fft"),
        ("Fr batch inversion of 4,096", "batchInvert"), ("Fr multiplication over buffers of 4,096, 16 times", "V8multiply_2by"),
        ("pairing check", "7PairingO5check"),
    ]

    /// Reads callgrind's format: a function's own lines, and after each `calls=` line the cost of what was called. Names may be given once with a
    /// number and by number from then on. Counts what is called from outside a kernel, so that recursion counts once.
    package static func inclusiveCounts(_ text: String) -> [(String, Int64)] {
        var names: [Substring: Substring] = [:]
        func name(_ field: Substring) -> Substring {
            guard let close = field.firstIndex(of: ")"), field.first == "(" else { return field }
            let number = field[...close]
            let rest = field[field.index(after: close)...].drop { $0 == " " }
            if !rest.isEmpty { names[number] = rest }
            return names[number] ?? rest
        }
        func kernel(_ function: Substring) -> Int? { symbols.firstIndex { function.contains($0.1) } }
        var counts = [Int64](repeating: 0, count: symbols.count)
        var (current, called): (Int?, Int?) = (nil, nil)
        var isCall = false
        for line in text.split(separator: "\n") {
            if line.hasPrefix("fn=") {
                current = kernel(name(line.dropFirst(3)))
            } else if line.hasPrefix("cfn=") {
                called = kernel(name(line.dropFirst(4)))
            } else if line.hasPrefix("calls=") {
                isCall = true
            } else if isCall {
                isCall = false
                if let called, called != current, let cost = line.split(separator: " ").last.flatMap({ Int64($0) }) { counts[called] += cost }
            }
        }
        return symbols.indices.filter { counts[$0] > 0 }.map { (symbols[$0].0, counts[$0]) }
    }
}

extension BenchFigures {
    mutating func add(_ measurement: KernelBenchmark.Measurement) {
        let threads = measurement.threads == 1 ? "one thread" : "\(measurement.threads) threads"
        let lanes = measurement.lanes ? "lanes" : "portable"
        time("\(measurement.name), \(lanes), \(threads)", StepWatch.seconds(measurement.median))
    }
}
