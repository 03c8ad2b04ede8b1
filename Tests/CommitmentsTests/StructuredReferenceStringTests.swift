import BN254
import Commitments
import Hashing
import TestSupport
import Testing

@Suite struct StructuredReferenceStringTests {
    private func small() throws -> StructuredReferenceString {
        try .insecureDevelopment(powers: 8, seed: "tests")
    }

    @Test func bundledCeremony() throws {
        let srs = try StructuredReferenceString.bundled()
        #expect(srs.powers == 2048 && srs.origin == .bundledHermez && !srs.isInsecure)
        #expect(srs.tauG2.x.c0 == Fq(decimal: "21831381940315734285607113342023901060522397560371972897001948545212302161822"))
        #expect(srs.tauG2.x.c1 == Fq(decimal: "17231025384763736816414546592865244497437017442647097510447326538965263639101"))
        #expect(srs.checkPowers())
        #expect(try StructuredReferenceString.parse(bytes: srs.serialized()).digest == srs.digest)
    }

    /// Nothing else may pass for the shipped ceremony.
    @Test func borrowedOrigin() throws {
        var bytes = Array(try StructuredReferenceString.insecureDevelopment(powers: 8, seed: "").serialized().dropLast(32))
        bytes[12] = 0
        #expect(throws: SRSError.unknownOrigin) { try StructuredReferenceString.parse(bytes: bytes + Keccak256.hash(bytes)) }
        bytes[12] = 1
        #expect(try StructuredReferenceString.parse(bytes: bytes + Keccak256.hash(bytes)).origin == .imported(""))
    }

    @Test func developmentString() throws {
        let srs = try StructuredReferenceString.insecureDevelopment(powers: 200, seed: "a")
        #expect(srs.isInsecure && srs.origin == .insecure(seed: "a") && srs.origin.description.contains("INSECURE"))
        #expect(srs.checkPowers())
        #expect(try StructuredReferenceString.insecureDevelopment(powers: 200, seed: "a").g1 == srs.g1)
        #expect(try StructuredReferenceString.insecureDevelopment(powers: 200, seed: "b").g1[1] != srs.g1[1])
        let back = try StructuredReferenceString.parse(bytes: srs.serialized())
        #expect(back.g1 == srs.g1 && back.tauG2 == srs.tauG2 && back.origin == srs.origin && back.digest == srs.digest)
        for powers in [-1, 0, 1] {
            #expect(throws: SRSError.self) { try StructuredReferenceString.insecureDevelopment(powers: powers, seed: "a") }
        }
    }

    @Test func truncatedAndExtendedFiles() throws {
        let bytes = try small().serialized()
        for count in 0..<bytes.count {
            #expect(throws: SRSError.self) { try StructuredReferenceString.parse(bytes: Array(bytes.prefix(count))) }
        }
        #expect(throws: SRSError.self) { try StructuredReferenceString.parse(bytes: bytes + [0]) }
    }

    @Test func everyFlippedByteIsFound() throws {
        let bytes = try small().serialized()
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= 0x41
            #expect(throws: SRSError.self, "byte \(index)") { try StructuredReferenceString.parse(bytes: changed) }
        }
    }

    /// Changes behind a checksum that was made to fit again.
    @Test func wrongPointsBehindAGoodChecksum() throws {
        let srs = try small()
        let bytes = Array(srs.serialized().dropLast(32))
        let points = 8 + 4 + 1 + 2 + "tests".utf8.count + 4
        func parse(_ change: (inout [UInt8]) -> Void) throws -> StructuredReferenceString {
            var changed = bytes
            change(&changed)
            return try .parse(bytes: changed + Keccak256.hash(changed))
        }
        #expect(try parse { _ in }.digest == srs.digest)
        #expect(throws: SRSError.invalidPoint(name: "power 3")) { try parse { $0[points + 3 * 64 + 63] ^= 1 } }
        #expect(throws: SRSError.invalidPoint(name: "power 2")) {
            try parse { $0.replaceSubrange(points + 128..<points + 192, with: repeatElement(0, count: 64)) }
        }
        #expect(throws: SRSError.inconsistentPowers) {
            try parse { $0.replaceSubrange(points..<points + 64, with: (-G1Affine.generator).uncompressedBytes) }
        }
        #expect(throws: SRSError.invalidPoint(name: "[τ]₂")) { try parse { $0[bytes.count - 1] ^= 1 } }
        #expect(throws: SRSError.unsupportedVersion(2)) { try parse { $0[11] = 2 } }
        #expect(throws: SRSError.unknownOrigin) { try parse { $0[12] = 7 } }
        #expect(throws: SRSError.notAnSRS) { try parse { $0[0] = 0 } }
        // Points that are valid one by one, but no powers: only the pairings can tell.
        let swapped = try parse { $0.replaceSubrange(points + 256..<points + 320, with: srs.g1[5].uncompressedBytes) }
        #expect(!swapped.checkPowers())
        let otherTau = try parse { $0.replaceSubrange(bytes.count - 128..<bytes.count, with: G2Affine.generator.uncompressedBytes) }
        #expect(!otherTau.checkPowers())
    }

    /// The layout of halo2's raw parameter files, from a string of the same size.
    @Test func rawConversion() throws {
        let srs = try small()
        let radix = Fq(2).pow(256)
        func stored(_ value: Fq) -> [UInt8] { (value * radix).bigEndianBytes.reversed() }
        func stored(_ value: Fq2) -> [UInt8] { stored(value.c0) + stored(value.c1) }
        var raw: [UInt8] = [3, 0, 0, 0]
        for point in srs.g1 + srs.g1 { raw += stored(point.x) + stored(point.y) }
        raw += stored(srs.g2.x) + stored(srs.g2.y) + stored(srs.tauG2.x) + stored(srs.tauG2.y)
        let converted = try StructuredReferenceString.convert(hermezRaw: raw)
        #expect(converted.g1 == srs.g1 && converted.g2 == srs.g2 && converted.tauG2 == srs.tauG2)
        for count in [0, 3, 4, 100, raw.count - 1] {
            #expect(throws: SRSError.self) { try StructuredReferenceString.convert(hermezRaw: Array(raw.prefix(count))) }
        }
        var changed = raw
        changed[4 + 64 * 5] ^= 1
        #expect(throws: SRSError.invalidPoint(name: "power 5")) { try StructuredReferenceString.convert(hermezRaw: changed) }
        #expect(throws: SRSError.notAnSRS) { try StructuredReferenceString.convert(hermezRaw: [60, 0, 0, 0]) }
    }
}
