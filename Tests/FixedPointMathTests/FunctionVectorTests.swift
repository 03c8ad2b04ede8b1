import FixedPointMath
import Foundation
import Testing

/// Where this checkout is, for the reference tools.
enum Checkout {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Runs a reference tool with the project's Python, or the machine's where there is no .venv.
    static func python(_ arguments: String...) throws -> (status: Int32, output: String) {
        let local = root.appendingPathComponent(".venv/bin/python")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [FileManager.default.isExecutableFile(atPath: local.path) ? local.path : "python3"] + arguments
        process.currentDirectoryURL = root
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }
}

/// The Swift functions give what the Python twin of the specification gives, bit for bit; that twin is compared with mpmath by
/// `Tests/Reference/functions.py sweep`.
@Suite struct FunctionVectorTests {
    static func hexadecimal(_ text: Substring) -> Int256 {
        let digits = text.drop { $0 == "-" }
        let value = digits.reduce(Int256.zero) { $0 * 16 + Int256($1.hexDigitValue ?? 0) }
        return text.hasPrefix("-") ? -value : value
    }

    @Test func equalTheReferenceBitForBit() throws {
        let url = try #require(Bundle.module.url(forResource: "functions", withExtension: "txt", subdirectory: "Vectors"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
        #expect(lines.count > 1000)
        for line in lines {
            let fields = line.split(separator: " ")
            let (parameter, raw) = (try #require(Int(fields[1])), Self.hexadecimal(fields[2]))
            switch fields[0] {
            case "ln":
                let bounds = try Bounds(lower: .zero, upper: .powerOfTwo(parameter + 1) - .one, scale: 0)
                let shape = try FixedFunctions.LogarithmShape(bounds)
                #expect(shape.mantissaBits == parameter)
                let result = try FixedFunctions.logarithm(raw, shape)
                #expect(result.result == Self.hexadecimal(fields[3]), "\(line)")
                #expect(try FixedFunctions.logarithm(bounds, shape).contains(result.result))
            case "exp":
                let bounds = try Bounds(lower: Int256(-8) << parameter, upper: Int256(8) << parameter - .one, scale: parameter)
                let shape = try FixedFunctions.ExponentialShape(bounds)
                let result = FixedFunctions.exponential(raw, shape)
                #expect(result.result == Self.hexadecimal(fields[3]), "\(line)")
                #expect(try FixedFunctions.exponential(shape).contains(result.result))
            default:
                let result = try FixedFunctions.normal(raw)
                #expect(result.distribution == Self.hexadecimal(fields[3]) && result.density == Self.hexadecimal(fields[4]), "\(line)")
                #expect(try FixedFunctions.normalDistributionBounds().contains(result.distribution))
                #expect(try FixedFunctions.normalDensityBounds().contains(result.density))
            }
        }
    }

    @Test func committedTablesAreTheGeneratedOnes() throws {
        let result = try Checkout.python("Tests/Reference/generate_tables.py", "--check")
        #expect(result.status == 0, "\(result.output) (the tool needs mpmath: make setup)")
    }

    /// The errors Docs/numerics.md states, measured over every table row.
    @Test func errorsStayWithinTheStatedBounds() throws {
        let result = try Checkout.python("Tests/Reference/functions.py", "sweep")
        #expect(result.status == 0, "\(result.output)")
        print(result.output, terminator: "")
        let stated = ["ln": 6e-14, "exp": 5e-14, "normal distribution": 2e-12, "normal density": 4e-11]
        for line in result.output.split(separator: "\n") {
            let limit = try #require(stated.first { line.hasPrefix($0.key) }).value
            let words = line.split(separator: " ")
            let position = try #require(words.firstIndex(of: "error"))
            let error = try #require(Double(words[position + 1]))
            #expect(abs(error) <= limit, "\(line)")
        }
    }
}
