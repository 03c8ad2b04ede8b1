import Foundation
import OracleNode
import Testing
import Yams

/// `docker-compose.yml`: what can be known of it without Docker.
@Suite struct ComposeTests {
    private typealias Mapping = [String: Any]

    private static func document() throws -> Mapping {
        try #require(try Yams.load(yaml: try OperationsFiles.text("\(projectFolder)/docker-compose.yml")) as? Mapping)
    }

    private static func services() throws -> [(name: String, service: Mapping)] {
        let services = try #require(try document()["services"] as? Mapping)
        return try services.keys.sorted().map { ($0, try #require(services[$0] as? Mapping)) }
    }

    private static func texts(_ value: Any?) -> [String] { (value as? [Any] ?? []).map { "\($0)" } }

    @Test func imagesArePinned() throws {
        let services = try Self.services()
        #expect(services.map(\.name) == ["chain", "grafana", "node", "prometheus"])
        let built = Set(services.filter { $0.service["build"] != nil }.compactMap { $0.service["image"] as? String })
        for (name, service) in services {
            let image = try #require(service["image"] as? String, "\(name)")
            if built.contains(image) { continue }
            let tag = try #require(image.split(separator: ":").last.map(String.init), "\(name)")
            #expect(tag != image && tag != "latest" && tag.contains(where: \.isNumber), "\(name): \(image) is not pinned")
        }
        for (name, service) in services {
            guard let build = service["build"] as? Mapping else { continue }
            let file = try #require(build["dockerfile_inline"] as? String, "\(name)")
            let bases = file.matches(of: #/(?m)^FROM (\S+)/#).map { String($0.1) }
            #expect(!bases.isEmpty)
            for base in bases { #expect(base.contains(":") && !base.hasSuffix(":latest"), "\(base) is not pinned") }
        }
    }

    @Test func nothingIsPrivilegedOrListensBeyondThisMachine() throws {
        let forbidden = ["privileged", "cap_add", "devices", "pid", "ipc", "userns_mode"]
        for (name, service) in try Self.services() {
            for key in forbidden { #expect(service[key] == nil, "\(name) has \(key)") }
            #expect(Self.texts(service["security_opt"]).contains("no-new-privileges:true"), "\(name)")
            for volume in Self.texts(service["volumes"]) { #expect(!volume.contains("docker.sock") && !volume.hasPrefix("/"), "\(name): \(volume)") }
            for port in Self.texts(service["ports"]) { #expect(port.hasPrefix("127.0.0.1:"), "\(name): \(port)") }
            guard service["network_mode"] as? String == "host" else { continue }
            // On the host's own network each says itself where it listens.
            switch name {
            case "prometheus": #expect(Self.texts(service["command"]).contains { $0.hasPrefix("--web.listen-address=127.0.0.1:") })
            case "grafana": #expect((service["environment"] as? Mapping)?["GF_SERVER_HTTP_ADDR"] as? String == "127.0.0.1")
            default:
                #expect(service["image"] as? String == "assay", "\(name): where does it listen?")
                let folder = try ScratchFolder()
                var setup = NodeSetup.demonstration(folder: folder.path + "/demo")
                setup.derivation = .light(salt: [1])
                let server = try NodeConfiguration.load(try setup.write().configuration).server
                #expect(server.bind == "127.0.0.1" && server.isEnabled && server.port == 8_610)
            }
        }
    }

    @Test func everyFileAndVolumeIsThere() throws {
        let named = Set((try Self.document()["volumes"] as? Mapping ?? [:]).keys)
        var files = 0
        for (name, service) in try Self.services() {
            for volume in Self.texts(service["volumes"]) {
                let parts = volume.split(separator: ":").map(String.init)
                #expect((2...3).contains(parts.count) && parts[1].hasPrefix("/"), "\(name): \(volume)")
                if parts[0].hasPrefix(".") {
                    files += 1
                    #expect(FileManager.default.fileExists(atPath: "\(projectFolder)/\(parts[0])"), "\(name): \(volume)")
                    #expect(parts.last == "ro", "\(name) may write to \(parts[0])")
                } else {
                    #expect(named.contains(parts[0]), "\(name): \(volume)")
                }
            }
        }
        #expect(files >= 4)
        // What Prometheus is told to read lies where it looks.
        let prometheus = try #require(try Yams.load(yaml: OperationsFiles.text("\(OperationsFiles.folder)/prometheus.yml")) as? Mapping)
        for rules in Self.texts(prometheus["rule_files"]) { #expect(FileManager.default.fileExists(atPath: "\(OperationsFiles.folder)/\(rules)"), "\(rules)") }
        let jobs = try #require(prometheus["scrape_configs"] as? [Mapping])
        let targets = jobs.flatMap { ($0["static_configs"] as? [Mapping] ?? []).flatMap { Self.texts($0["targets"]) } }
        #expect(jobs.compactMap { $0["job_name"] as? String } == ["assay"] && targets == ["127.0.0.1:8610"])
    }

    @Test func everyServiceIsLookedAfter() throws {
        let services = try Self.services()
        let names = Set(services.map(\.name))
        for (name, service) in services {
            let check = try #require(service["healthcheck"] as? Mapping, "\(name) has no health check")
            let test = Self.texts(check["test"])
            #expect(["CMD", "CMD-SHELL"].contains(test.first) && check["interval"] != nil && check["retries"] != nil, "\(name)")
            let port = ["chain": NodeSetup.demonstrationChainPort, "node": 8_610, "prometheus": 9_090, "grafana": 3_000][name]
            #expect(test.joined(separator: " ").contains("127.0.0.1:\(try #require(port))"), "\(name): \(test)")
            #expect(service["restart"] as? String == "unless-stopped" || name == "chain", "\(name) stays away after a fault")
            let needed = service["depends_on"] as? Mapping
            for other in needed.map({ Array($0.keys) }) ?? Self.texts(service["depends_on"]) { #expect(names.contains(other), "\(name) waits for \(other)") }
        }
        // A node is given the time that it needs to end in good order.
        let node = try #require(services.first { $0.name == "node" }?.service)
        let seconds = try #require((node["stop_grace_period"] as? String).flatMap { Int($0.dropLast()) })
        #expect(node["stop_signal"] as? String == "SIGTERM" && seconds > 30)
    }

    @Test func everyCommandIsTaken() throws {
        let reading = try CommandLineReading.load()
        var calls = 0
        for (name, service) in try Self.services() {
            let command = Self.texts(service["command"])
            guard service["image"] as? String == "assay" else { continue }
            #expect(command.prefix(2) == ["sh", "-c"] && command.count == 3, "\(name)")
            for call in CommandLineReading.calls(in: command.last ?? "") {
                calls += 1
                let problem = reading.problem(with: call, isWhole: true)
                #expect(problem == nil, "\(name): \(call): \(problem ?? "")")
            }
        }
        #expect(calls == 4)
    }
}
