import BN254
import ChainSupport
import EthereumKit
import Foundation
import MarketFeeds
import OracleNode
import Synchronization
import Testing

/// The program that was built beside the tests, as the prover's process.
enum ProverProgram {
    static var path: String {
        URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("assay").path
    }

    static var real: ProverProcess.Program { ProverProcess.Program(path: path) }
}

/// Proofs made in a process of its own, and everything that can become of it.
@Suite(.serialized) struct ProverProcessTests {
    /// A prover with its feeds, and what it told.
    final class Bench: Sendable {
        let prover: ProverProcess
        let metrics = NodeMetrics()
        let lines: Lines
        let engine: RoundEngine

        final class Lines: Sendable {
            private let list = Mutex<[String]>([])
            func add(_ line: String) { list.withLock { $0.append(line) } }
            func containing(_ words: String) -> [String] { list.withLock { $0.filter { $0.contains(words) } } }
            var all: String { list.withLock { $0.joined(separator: "\n") } }
        }

        init(_ program: ProverProcess.Program = ProverProgram.real, _ settings: ProverSettings = ProverSettings()) async throws {
            let lines = Lines()
            self.lines = lines
            prover = ProverProcess(program: program, log: NodeLog(level: .debug, sink: { lines.add($0) }), metrics: metrics)
            engine = try await ProverProcessTests.engine("btc-usd-option")
            prover.use([engine], settings)
        }

        func untilReady() async throws {
            #expect(try await ProverProcessTests.until(seconds: 60) { prover.health.problem == nil }, "\(prover.health) \(lines.all)")
        }

        func replaced(_ cause: ProverFault.Cause) async throws -> Double {
            let (_, samples) = try MetricsTests.parse(metrics.exposition(try await FakeNode().snapshot()))
            return samples.first { $0.name == "assay_prover_replaced_total" && $0.labels == ["cause": cause.rawValue] }?.value ?? -1
        }
    }

    static func engine(_ feed: String) async throws -> RoundEngine {
        try RoundEngine(
            feed: try feedFile(feed), circuit: try await Shared.circuit(of: feed), signer: try await Shared.signer.value, chainID: 31337,
            contract: try Address("0x00000000000000000000000000000000000a55a7"))
    }

    static func until(seconds: Int, _ condition: () -> Bool) async throws -> Bool {
        for _ in 0..<(seconds * 100) {
            if condition() { return true }
            try await Task.sleep(for: .milliseconds(10))
        }
        return condition()
    }

    static let observations = Task {
        let feed = try feedFile("btc-usd-option").feed
        return try DirectObservations(feed, recording: NodeWorld.recording).observations(at: feed.lastRound(at: try time("2023-03-11T08:00Z")))
    }

    static func exists(_ process: Int32) -> Bool {
        // A process that has ended and was not waited for is a zombie: it counts as gone.
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return stat.split(separator: ")").last?.hasPrefix(" Z") == false
    }

    // MARK: A healthy one

    @Test func aProofFromTheOtherProcessIsOneOfThisRound() async throws {
        // Opened so that every child would have it.
        let marker = open("/etc/hostname", O_RDONLY)
        defer { close(marker) }
        let bench = try await Bench()
        try await bench.untilReady()
        let observations = try await Self.observations.value
        let statement = try await bench.prover.state(observations, of: bench.engine)
        let own = try await InProcessProver().state(observations, of: bench.engine)
        #expect(statement.evaluation == own.evaluation && statement.report == own.report && statement.observations == observations)
        #expect(statement.proof != own.proof && statement.proof.count == own.proof.count)
        #expect(try bench.engine.circuit.key.verifyingKey.verify(proof: statement.proof, publicInputs: own.evaluation.publicInputs))

        let process = try #require(bench.prover.health.process)
        let descriptors = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
        let targets = descriptors.map { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/fd/\($0)")) ?? "" }
        #expect(descriptors.count >= 3 && !targets.contains("/etc/hostname"), "\(targets)")
        // Its three streams are sockets; what it opened itself are its own copies and files of reference strings.
        #expect(targets.allSatisfy { $0.hasPrefix("socket:") || $0.hasPrefix("anon_inode:") || $0.hasSuffix(".srs") || $0.contains("cache") }, "\(targets)")
        let environment = try #require(FileManager.default.contents(atPath: "/proc/\(process)/environ")).split(separator: 0)
            .map { String(decoding: $0, as: UTF8.self).prefix { $0 != "=" } }.map(String.init)
        #expect(Set(environment).isSubset(of: bench.prover.program.variables + ["SWIFT_BACKTRACE"]), "\(environment)")
        #expect(Set(ProcessInfo.processInfo.environment.keys).count > environment.count)
        #expect(getpgid(process) == process && getpgid(getpid()) != process)
        await bench.prover.stop()
        #expect(!Self.exists(process) && bench.prover.health.process == nil)
        await #expect(throws: ProverFault.stopping) { try await bench.prover.state(observations, of: bench.engine) }
    }

    @Test func feedsComeAndGoAndSettingsCount() async throws {
        let bench = try await Bench()
        try await bench.untilReady()
        let first = bench.prover.health.process
        let observations = try await Self.observations.value
        let hourly = try await Self.engine("btc-usd-hourly")
        let feed = hourly.feed.feed
        let others = try DirectObservations(feed, recording: "bitstamp-flash-2019-05").observations(at: feed.lastRound(at: try time("2019-05-17T04:00Z")))
        bench.prover.use([bench.engine, hourly], ProverSettings())
        // A round of a feed that is being loaded waits for it.
        #expect(try await bench.prover.state(others, of: hourly).evaluation == InProcessProver().state(others, of: hourly).evaluation)
        _ = try await bench.prover.state(observations, of: bench.engine)
        bench.prover.use([hourly], ProverSettings())
        await #expect { try await bench.prover.state(observations, of: bench.engine) } throws: { "\($0)".contains("is not loaded") }
        _ = try await bench.prover.state(others, of: hourly)
        #expect(bench.prover.health.process == first)
        var settings = ProverSettings()
        settings.threads = 1
        bench.prover.use([hourly], settings)
        #expect(try await Self.until(seconds: 60) { bench.prover.health.problem == nil && bench.prover.health.process != first })
        let second = try #require(bench.prover.health.process)
        let environment = String(decoding: try #require(FileManager.default.contents(atPath: "/proc/\(second)/environ")), as: UTF8.self)
        #expect(environment.contains("ASSAY_THREADS=1\0"))
        #expect(try await bench.replaced(.settings) == 1)
        _ = try await bench.prover.state(others, of: hourly)
        // What the data refuse is refused here, and costs no process.
        let empty = RoundObservations(
            observedAt: others.observedAt, times: others.times, markets: others.markets.map { $0.map { _ in GridObservation(price: nil, age: 0, drop: nil) } },
            legs: others.legs, responses: [])
        await #expect(throws: RoundRefusal.self) { try await bench.prover.state(empty, of: hourly) }
        #expect(bench.prover.health.process == second)
        await bench.prover.stop()
    }

    // MARK: Ended from outside

    /// Two dozen ends at random moments of a proof, by every signal that a trap, an assertion, a bad pointer or the system sends.
    @Test func anEndAtAnyMomentOfAProofCostsThatProofAlone() async throws {
        let bench = try await Bench()
        try await bench.untilReady()
        let observations = try await Self.observations.value
        let clock = ContinuousClock()
        let start = clock.now
        _ = try await bench.prover.state(observations, of: bench.engine)
        let length = clock.now - start
        let signals = [SIGKILL, SIGABRT, SIGTRAP, SIGSEGV, SIGILL, SIGBUS]
        var generator = PublishingRandom(seed: 0x5eed_0401)
        var (struck, missed) = (0, 0)
        for index in 0..<30 {
            try await bench.untilReady()
            let process = try #require(bench.prover.health.process)
            let signal = signals[index % signals.count]
            let moment = length * Double.random(in: 0..<1, using: &generator)
            async let outcome = { () async -> Result<RoundStatement, any Error> in
                do { return .success(try await bench.prover.state(observations, of: bench.engine)) } catch { return .failure(error) }
            }()
            try await Task.sleep(for: moment)
            kill(process, signal)
            switch await outcome {
            case .success: missed += 1
            case .failure(let error):
                struck += 1
                guard let fault = error as? ProverFault, case .killed(signal, _) = fault else {
                    Issue.record("\(error) after signal \(signal)")
                    continue
                }
                // The very next attempt is served, by a fresh process.
                _ = try await bench.prover.state(observations, of: bench.engine)
            }
            // Its end must have been noticed too, or the next one's would be taken for it.
            #expect(try await Self.until(seconds: 10) { !Self.exists(process) && bench.prover.health.process != process })
        }
        #expect(struck >= 20, "\(struck) struck, \(missed) came after the proof")
        #expect(try await Self.until(seconds: 20) { bench.prover.health.problem == nil })
        #expect(try await bench.replaced(.signal) == 30)
        #expect(try await bench.replaced(.exit) == 0)
        await bench.prover.stop()
        print("prover: 30 ends by signal, \(struck) in the midst of a proof, a proof takes \(length)")
    }

    @Test func oneThatHangsIsReplaced() async throws {
        var settings = ProverSettings()
        settings.limitSeconds = 12
        let bench = try await Bench(ProverProgram.real, settings)
        try await bench.untilReady()
        let process = try #require(bench.prover.health.process)
        kill(process, SIGSTOP)
        let observations = try await Self.observations.value
        await #expect(throws: ProverFault.late(seconds: 12, to: "with a proof of btc-usd-option")) {
            try await bench.prover.state(observations, of: bench.engine)
        }
        _ = try await bench.prover.state(observations, of: bench.engine)
        #expect(!Self.exists(process) && bench.prover.health.process != process)
        #expect(try await bench.replaced(.late) == 1)
        // One that is stopped when the node ends is not waited for.
        kill(try #require(bench.prover.health.process), SIGSTOP)
        let last = try #require(bench.prover.health.process)
        await bench.prover.stop()
        #expect(!Self.exists(last))
    }

    // MARK: Others in its place

    /// A program that is no prover, as a script.
    private func script(_ text: String, in folder: TemporaryFolder, name: String = "fake") throws -> ProverProcess.Program {
        let path = "\(folder.path)/\(name)"
        guard FileManager.default.createFile(atPath: path, contents: Data("#!/bin/sh\n\(text)\n".utf8), attributes: [.posixPermissions: 0o700]) else {
            throw NodeError(.environment, "\(path) cannot be written")
        }
        return ProverProcess.Program(path: path)
    }

    static let impostors: [(String, ProverFault.Cause, String)] = [
        ("printf 'hello, I am no prover'; cat > /dev/null", .malformed, "a frame of 1751477356 bytes"),
        (#"printf '\377\377\377\377'; cat > /dev/null"#, .malformed, "a frame of 4294967295 bytes"),
        (#"printf '\0\0\0\0'; cat > /dev/null"#, .malformed, "a frame of no bytes"),
        (#"printf '\0\0\0\002{}'; cat > /dev/null"#, .malformed, "number: is missing"),
        (#"printf '\0\0\0\045{"kind":"forgotten","number":1234567}'; cat > /dev/null"#, .malformed, "an answer to no question"),
        (#"printf '\0\0\0\037{"kind":"forgotten","number":1}'; cat > /dev/null"#, .malformed, "an answer to another question"),
        (#"printf '\0\0\0\054{"kind":"failed","number":1,"reason":"nope"}'; cat > /dev/null"#, .unready, "cannot prove btc-usd-option: nope"),
        ("echo 'no such\tplace' >&2; exit 3", .exit, "ended with status 3; it last said: no such?place"),
        ("exit 0", .exit, "ended with status 0"),
        ("exec 1>&-; exec 0<&-; exec sleep 100", .malformed, "closed its output and went on"),
        ("kill -TRAP $$", .signal, "ended by signal 5"),
        ("while :; do echo said too much >&2; done", .late, "did not answer to the circuit of btc-usd-option within 2 s"),
    ]

    @Test(arguments: impostors)
    func whatIsNoProverIsReplacedAndSaidToBeNone(_ text: String, _ cause: ProverFault.Cause, _ words: String) async throws {
        let folder = try TemporaryFolder()
        var settings = ProverSettings()
        settings.limitSeconds = 2
        let bench = try await Bench(try script(text, in: folder), settings)
        #expect(try await Self.until(seconds: 20) { bench.prover.health.problem?.contains(words) == true }, "\(bench.prover.health) \(bench.lines.all)")
        #expect(try await bench.replaced(cause) >= 1)
        // A round is not kept waiting for ever, and the node's log stays small.
        let observations = try await Self.observations.value
        await #expect(throws: ProverFault.self) { try await bench.prover.state(observations, of: bench.engine) }
        await bench.prover.stop()
        #expect(bench.lines.containing("the prover's process says").count <= 200 && bench.lines.containing("replaced").count >= 1)
        #expect(bench.lines.containing("\t").isEmpty)
    }

    /// Between the node and a real prover stands something that changes one thing.
    @Test(arguments: [
        ("proof", "the proof does not verify"), ("short", "the proof does not verify"), ("values", "public values differ"), ("fewer", "public values differ"),
        ("age", "commits to other observations"),
    ])
    func aClaimThatIsNotOfThisRoundIsNeverBelieved(_ what: String, _ words: String) async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/between.py"
        try Self.between.write(toFile: path, atomically: true, encoding: .utf8)
        let program = ProverProcess.Program(path: "/usr/bin/env", arguments: ["python3", "-I", "-u", path, ProverProgram.path, what])
        let bench = try await Bench(program)
        try await bench.untilReady()
        let observations = try await Self.observations.value
        await #expect { try await bench.prover.state(observations, of: bench.engine) } throws: { error in
            guard case ProverFault.wrong(let reason)? = error as? ProverFault else { return false }
            // A proof of another length is refused by its form, and so is one whose last point has left the curve.
            return reason.contains(words) || what == "short" || what == "proof" && reason.contains("the proof is damaged")
        }
        // The next attempt is a fresh process'.
        let claims = try await bench.replaced(.wrong)
        await #expect(throws: ProverFault.self) { try await bench.prover.state(observations, of: bench.engine) }
        #expect(try await Self.until(seconds: 10) { bench.lines.containing("the prover's process is started").count >= 2 })
        #expect(claims <= 1)
        #expect(try await bench.replaced(.wrong) >= 1)
        await bench.prover.stop()
    }

    private static let between = """
        import json, os, struct, subprocess, sys
        program, what = sys.argv[1:3]
        child = subprocess.Popen([program, "prover"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        def read(stream):
            head = stream.read(4)
            if len(head) < 4: os._exit(0)
            return json.loads(stream.read(struct.unpack(">I", head)[0]))
        def write(stream, message):
            data = json.dumps(message, separators=(",", ":")).encode()
            stream.write(struct.pack(">I", len(data)) + data)
            stream.flush()
        while True:
            request = read(sys.stdin.buffer)
            if what == "age" and request["kind"] == "prove":
                next(row["prices"][-1] for row in request["observations"] if "age" in row["prices"][-1])["age"] += 1
            write(child.stdin, request)
            answer = read(child.stdout)
            if answer["kind"] == "proved":
                if what == "proof":
                    last = answer["proof"][-1]
                    answer["proof"] = answer["proof"][:-1] + ("0" if last != "0" else "1")
                if what == "short": answer["proof"] = answer["proof"][:-64]
                if what == "values": answer["publicInputs"][1] = answer["publicInputs"][0]
                if what == "fewer": answer["publicInputs"].pop()
            write(sys.stdout.buffer, answer)
        """

    @Test func aProgramThatIsNotThereIsNamedAndTakenUpWhenItComes() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/assay"
        let bench = try await Bench(ProverProcess.Program(path: path))
        #expect(try await Self.until(seconds: 10) { bench.prover.health.problem?.contains("does not start") == true })
        let problem = try #require(bench.prover.health.problem)
        #expect(problem.contains(path) && problem.contains("No such file") && problem.contains("make it executable, or restart the node"))
        #expect(try await Self.until(seconds: 30) { bench.lines.containing("the prover's process is replaced").count >= 4 })
        #expect(try await bench.replaced(.start) >= 4)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: ProverProgram.path)
        try await bench.untilReady()
        _ = try await bench.prover.state(try await Self.observations.value, of: bench.engine)
        await bench.prover.stop()
    }

    /// Of all that this process has in its environment, what a prover needs.
    @Test func secretsInTheEnvironmentDoNotReachIt() async throws {
        let lines = Bench.Lines()
        let secret = "a secret of this environment"
        var environment = ProcessInfo.processInfo.environment
        environment["ASSAY_PASSWORD"] = secret
        environment["ASSAY_KEY_FILE"] = secret
        let prover = ProverProcess(program: ProverProgram.real, environment: environment, log: NodeLog(sink: { lines.add($0) }), metrics: NodeMetrics())
        prover.use([], ProverSettings())
        #expect(try await Self.until(seconds: 20) { prover.health.problem == nil && prover.health.process != nil })
        let process = try #require(prover.health.process)
        let given = String(decoding: try #require(FileManager.default.contents(atPath: "/proc/\(process)/environ")), as: UTF8.self)
        #expect(given.contains("PATH=") && !given.contains(secret))
        await prover.stop()
    }

    @Test func pausesGrowToAMinuteAndBeginAnew() {
        #expect((1...9).map { ProverProcess.pause(after: $0) } == [0, 1, 2, 4, 8, 16, 32, 60, 60])
        #expect(ProverProcess.pause(after: 0) == 0 && ProverProcess.pause(after: .max) == 60)
    }
}

/// A whole node whose prover is killed again and again.
@Suite(.serialized) struct NodeProverTests {
    @Test func everyRoundGoesOutOnceWheneverTheProverIsKilled() async throws {
        let prover = Mutex<ProverProcess?>(nil)
        let scene = try await NodeFaultTests.Scene(surroundings: { surroundings in
            let own = ProverProcess(program: ProverProgram.real, log: surroundings.log, metrics: surroundings.metrics)
            surroundings.prover = own
            prover.withLock { $0 = own }
        })
        let process = try #require(prover.withLock { $0 })
        let first = try #require(scene.world.accepted(scene.feed).last)
        var generator = PublishingRandom(seed: 0x5eed_0402)
        var kills: [String: Int] = [:]
        for round in 0..<27 {
            // Proofs take from 20 ms on.
            let delay = Int.random(in: 0..<20, using: &generator)
            func strike() -> Bool { process.health.process.map { kill($0, SIGKILL) == 0 } ?? false }
            switch round % 3 {
            case 0:
                if strike() { kills["before", default: 0] += 1 }
                await scene.world.clock.advance(seconds: 300)
            case 1:
                async let struck = { () async throws -> Bool in
                    while await scene.runtime.snapshot().prover.current == nil { try await Task.sleep(for: .milliseconds(1)) }
                    try await Task.sleep(for: .milliseconds(delay))
                    guard await scene.runtime.snapshot().prover.current != nil else { return false }
                    return process.health.process.map { kill($0, SIGKILL) == 0 } ?? false
                }()
                await scene.world.clock.advance(seconds: 300)
                if try await struck { kills["during", default: 0] += 1 }
            default:
                await scene.world.clock.advance(seconds: 300)
                if strike() { kills["after", default: 0] += 1 }
            }
        }
        await scene.world.clock.advance(seconds: 120)
        let accepted = scene.world.accepted(scene.feed)
        let last = try #require(accepted.last)
        #expect(Array(accepted.suffix(Int(last - first) + 1)) == Array(first...last), "\(accepted)")
        #expect(last >= first + 27 && scene.world.refused(scene.feed) == 0, "\(accepted) \(kills)")
        #expect(kills["before", default: 0] >= 7 && kills["during", default: 0] >= 5 && kills["after", default: 0] >= 7, "\(kills)")
        print("node: the prover was killed \(kills), rounds \(first) to \(last) went out once each")

        // The reason comes and goes by itself.
        #expect(try await ProverProcessTests.until(seconds: 60) { process.health.problem == nil })
        await scene.world.expectReady(scene.runtime)
        kill(try #require(process.health.process), SIGSEGV)
        var reasons: [NodeSnapshot.Reason] = []
        for _ in 0..<2_000 {
            reasons = await scene.runtime.snapshot().reasons
            if !reasons.isEmpty { break }
            try await Task.sleep(for: .milliseconds(1))
        }
        #expect(reasons.map(\.code) == [.prover], "\(reasons)")
        #expect(try await ProverProcessTests.until(seconds: 60) { process.health.problem == nil })
        try await scene.expectRecovery()
        #expect(process.health.process == nil)
    }

    @Test func aNodeWithoutItsProverStaysUpAndSaysSo() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/assay"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: ProverProgram.path)
        let prover = Mutex<ProverProcess?>(nil)
        let scene = try await NodeFaultTests.Scene(surroundings: { surroundings in
            let own = ProverProcess(program: .init(path: path), log: surroundings.log, metrics: surroundings.metrics)
            surroundings.prover = own
            prover.withLock { $0 = own }
        })
        let process = try #require(prover.withLock { $0 })
        try FileManager.default.removeItem(atPath: path)
        kill(try #require(process.health.process), SIGKILL)
        #expect(try await ProverProcessTests.until(seconds: 30) { process.health.problem?.contains("does not start") == true })
        // Five failures in a row: the next start is eight seconds away, and rounds are told so at once.
        #expect(try await ProverProcessTests.until(seconds: 40) { scene.world.log(containing: "is replaced").count >= 5 })
        let codes = await scene.codes(during: 900)
        #expect(codes.isSuperset(of: [.prover, .late]), "\(codes)")
        let (_, samples) = try MetricsTests.parse(scene.world.metrics.exposition(await scene.runtime.snapshot()))
        #expect(samples.contains { $0.name == "assay_prover_up" && $0.value == 0 })
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: ProverProgram.path)
        #expect(try await ProverProcessTests.until(seconds: 90) { process.health.problem == nil })
        try await scene.expectRecovery()
    }
}
