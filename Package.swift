// swift-tools-version: 6.1
import PackageDescription

// Imports only point down this list; see Docs/architecture.md.
// No target uses `@testable`: seams that tests need are `package`, so the release build that users run
// is the very build that the tests check.
let strict: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = [], resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: dependencies, exclude: exclude, resources: resources, swiftSettings: strict)
}

let package = Package(
    name: "assay",
    products: [.executable(name: "assay", targets: ["assay"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
        .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "assay",
            dependencies: ["OracleNode", "Commitments", "MarketFeeds", "EthereumKit", "Parallel", .product(name: "ArgumentParser", package: "swift-argument-parser")],
            swiftSettings: strict),
        module("OracleNode", [
            "MarketFeeds", "PricingModels", "ProofProver", "SolidityVerifier", "EthereumKit", "DevelopmentChain", "ForeignText", "CSpawn",
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "FlyingSocks", package: "FlyingFox"),
        ], resources: ["page.css", "page.js", "audit.js", "hashes.js"].map { .embedInCode("Serving/Resources/\($0)") }),
        module("MarketFeeds", [
            "FixedPointMath", "Hashing", "ForeignText", "CCurl", .product(name: "Yams", package: "Yams"),
            .product(name: "FlyingFox", package: "FlyingFox"),
        ]),
        module("SolidityVerifier", ["ProofVerifier"], resources: [.embedInCode("Resources/Verifier.sol")]),
        module("EthereumKit", ["Hashing", "ForeignText", "CSecp256k1", "CLibcrypto"], resources: [.embedInCode("Resources/evm.py")]),
        module("DevelopmentChain", [
            "EthereumKit", "Hashing", .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
        ]),
        module("PricingModels", ["Gadgets", "FixedPointMath"]),
        module("Gadgets", ["CircuitBuilder", "FixedPointMath"]),
        module("CircuitBuilder", ["Constraints"]),
        module("ProofProver", ["ProofVerifier"]),
        module("ProofVerifier", ["Constraints", "Commitments"]),
        module("Constraints", ["BN254", "Hashing"]),
        module("Commitments", ["BN254", "Hashing", "Parallel"], resources: [.copy("Resources/hermez-11.srs")]),
        module("FixedPointMath"),
        module("Hashing"),
        module("ForeignText"),
        module("BN254", ["Parallel", "CFieldLanes", "CFieldWords"]),
        module("Parallel", ["CSpinHint"]),
        .target(name: "CFieldLanes"),
        .target(name: "CFieldWords"),
        .target(name: "CSpinHint"),
        .target(name: "CSpawn"),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibcrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSecp256k1", pkgConfig: "libsecp256k1", providers: [.apt(["libsecp256k1-dev"])]),

        // Seeded generators, law suites and vector loaders shared by the suites below.
        .target(name: "TestSupport", dependencies: ["BN254", "Constraints"], path: "Tests/TestSupport", swiftSettings: strict),
        // Seeded mutation of valid inputs, hostile clients and servers.
        .target(name: "FuzzSupport", dependencies: ["TestSupport"], path: "Tests/FuzzSupport", swiftSettings: strict),
        // Faults for the endpoints of a development chain.
        .target(
            name: "ChainSupport", dependencies: ["DevelopmentChain", "EthereumKit"], path: "Tests/ChainSupport", swiftSettings: strict),
        tests("MarketFeeds", ["MarketFeeds", "OracleNode", "FuzzSupport", "TestSupport", .product(name: "FlyingFox", package: "FlyingFox")], resources: [.copy("Bodies")]),
        tests("FixedPointMath", ["FixedPointMath"], resources: [.copy("Vectors")]),
        tests("PricingModels", ["PricingModels", "FixedPointMath"], resources: [.copy("Vectors")]),
        tests("CircuitBuilder", ["CircuitBuilder", "TestSupport"]),
        tests("Gadgets", ["Gadgets", "PricingModels", "TestSupport"], resources: [.copy("Pinned")]),
        tests("Hashing", ["Hashing", "TestSupport"], resources: [.copy("Vectors")]),
        tests("Commitments", ["Commitments", "BN254", "Hashing", "TestSupport", "FuzzSupport"]),
        tests("BN254", ["BN254", "Parallel", "CFieldWords", "TestSupport", .product(name: "BigInt", package: "BigInt")], resources: [.copy("Vectors")]),
        tests("Proof", ["ProofProver", "PricingModels", "TestSupport", "FuzzSupport"], exclude: ["Vectors"]),
        tests("SolidityVerifier", ["SolidityVerifier", "ProofProver", "EthereumKit", "TestSupport"]),
        tests("OracleNode", [
            "OracleNode", "EthereumKit", "MarketFeeds", "PricingModels", "Hashing", "BN254", "DevelopmentChain", "ChainSupport", "FuzzSupport", "TestSupport",
            .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Yams", package: "Yams"),
            .product(name: "FlyingFox", package: "FlyingFox"), .product(name: "FlyingSocks", package: "FlyingFox"),
        ], exclude: ["Serving/Evidence"]),
        tests("EthereumKit", ["EthereumKit", "OracleNode", "Hashing", "DevelopmentChain", "ChainSupport", "FuzzSupport", "TestSupport", .product(name: "BigInt", package: "BigInt")], resources: [.copy("Vectors")]),
    ]
)
