import BN254
import Commitments
import Foundation
import Hashing
import TestSupport
import Testing

/// Files that are damaged or forged in every way that a file of this kind can be.
@Suite struct CeremonyTamperingTests {
    private let workspace: Workspace
    private let catalog: SRSCatalog
    private static let good = PtauBuilder(power: 4, seed: 5, prepared: true)

    init() throws {
        workspace = try Workspace()
        catalog = SRSCatalog(directory: workspace.folder + "/srs")
    }

    /// The error that an import of these bytes ends with; nil where it succeeds.
    private func failure(_ bytes: [UInt8], power: Int? = nil, chunk: Int = 5) throws -> CeremonyFileError? {
        let path = try workspace.write(bytes)
        var options = CeremonyImport.Options(power: power)
        options.chunkPoints = chunk
        do throws(CeremonyFileError) {
            _ = try CeremonyImport.run(path: path, catalog: catalog, options: options)
            return nil
        } catch {
            return error
        }
    }

    private func failure(_ change: (inout PtauBuilder) -> Void) throws -> CeremonyFileError? {
        var builder = CeremonyTamperingTests.good
        change(&builder)
        return try failure(builder.bytes)
    }

    @Test func goodFileIsGood() throws { #expect(try failure(CeremonyTamperingTests.good.bytes) == nil) }

    @Test func truncatedEverywhere() throws {
        let bytes = CeremonyTamperingTests.good.bytes
        var cuts = Set(stride(from: 0, to: bytes.count, by: 211))
        for (_, head) in CeremonyTamperingTests.good.offsets {
            for cut in [head - 1, head, head + 1, head + 4, head + 11, head + 12, head + 13] { cuts.insert(cut) }
        }
        cuts.insert(bytes.count - 1)
        for cut in cuts.sorted() where cut < bytes.count {
            switch try failure(Array(bytes.prefix(cut))) {
            case .notPtau where cut < 4: break
            case .truncated(_, let needed, let size): #expect(needed > size && size == UInt64(cut))
            case let other: Issue.record("cut at \(cut): \(String(describing: other))")
            }
        }
        #expect(try failure(bytes + [0]) == .trailingBytes(expected: UInt64(bytes.count), size: UInt64(bytes.count + 1)))
        #expect(workspace.installed() == [])
    }

    /// Every bit of the file's head, the header and the heads of the sections matters.
    @Test func flippedBitsInHeaderAndTable() throws {
        let bytes = CeremonyTamperingTests.good.bytes
        let offsets = CeremonyTamperingTests.good.offsets
        var places = Array(0..<12) + Array(offsets[0].head..<offsets[0].head + 56)
        for (_, head) in offsets.dropFirst() { places += Array(head..<head + 12) }
        let ceremonyPower = offsets[0].head + 12 + 40
        for place in places {
            for bit in 0..<8 where place >= 12 + 56 || bit % 3 == place % 3 || place < 24 {
                var changed = bytes
                changed[place] ^= 1 << UInt8(bit)
                // A ceremony may have been larger than the file; only its published digest tells.
                if place == ceremonyPower && (4...28).contains(changed[place]) { continue }
                #expect(try failure(changed) != nil, "byte \(place), bit \(bit)")
            }
        }
        #expect(workspace.installed() == [])
    }

    /// Bits of points that are read are noticed one by one; of the others, by the digest.
    @Test func flippedBitsInPoints() throws {
        let bytes = CeremonyTamperingTests.good.bytes
        let digest = Blake2b.hash(bytes)
        var generator = SeededGenerator(seed: 41)
        for (type, head) in CeremonyTamperingTests.good.offsets where type != 1 && type != 7 {
            let read: Int = switch type {
            case 2: 16 * 64
            case 3: 2 * 128
            case 6, 13: 128
            default: 64
            }
            for _ in 0..<6 {
                var changed = bytes
                let place = head + 12 + Int(generator.next() % UInt64(read))
                changed[place] ^= 1 << UInt8(generator.next() % 8)
                #expect(try failure(changed) != nil, "byte \(place), section \(type)")
            }
            if type == 6 { continue }
            var changed = bytes
            let place = head + 12 + read + Int(generator.next() % 64)
            changed[place] ^= 1
            let path = try workspace.write(changed, "unread.ptau")
            #expect(try CeremonyImport.run(path: path, catalog: catalog).digest != digest, "byte \(place), section \(type)")
        }
        #expect(workspace.installed() == ["unread.srs", "unread.srs.source.json"])
    }

    @Test func otherFiles() throws {
        #expect(try failure([]) == .notPtau(start: []))
        let page = Array("<?xml version=\"1.0\"?><Error>AccessDenied</Error>".utf8)
        let error = try failure(page)
        #expect(error == .notPtau(start: Array(page.prefix(16))))
        #expect(error?.description.contains("web page") == true)
        #expect(try failure(Array("zkey".utf8) + [1, 0, 0, 0, 0, 0, 0, 0]) != nil)
        #expect(try failure { $0.version = 2 } == .unsupportedVersion(2))
        #expect(try failure { $0[7].contents = [0, 0, 0, 0] } == .noContributions)
    }

    @Test func otherCurves() throws {
        // The base field of BLS12-381, least significant byte first.
        let bls: [UInt8] = try #require([UInt8](
            hex: "1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab")).reversed()
        #expect(try failure { builder in
            builder[1].contents = PtauBuilder.header(width: 48, modulus: bls, power: 4, ceremonyPower: 4)
            for type in [2, 3, 4, 5, 6, 12, 13, 14, 15] {
                builder[type].contents = [UInt8](repeating: 9, count: builder[type].contents.count / 2 * 3)
            }
        } == .wrongCurve(found: "BLS12-381"))
        let scalarField = Fr.modulusWords.flatMap { PtauBuilder.integer($0, 8) }
        guard case .wrongCurve(let found) = try failure({
            $0[1].contents = PtauBuilder.header(width: 32, modulus: scalarField, power: 4, ceremonyPower: 4)
        }) else {
            Issue.record("BN254's scalar field passed for its base field")
            return
        }
        #expect(found.contains("30644e72e131a029b85045b68181585d2833e84879b9709143e1f593f0000001"))
    }

    /// Any two sections under each other's type, and with each other's contents.
    @Test func swappedSections() throws {
        let types = CeremonyTamperingTests.good.sections.map(\.type)
        for first in types.indices {
            for second in types.indices where second > first {
                var labels = CeremonyTamperingTests.good
                labels.sections[first].type = types[second]
                labels.sections[second].type = types[first]
                #expect(try failure(labels.bytes) != nil, "labels of \(types[first]) and \(types[second])")
                // A whole section moved with its label is the same file in another order, which is fine.
                var order = CeremonyTamperingTests.good
                order.sections.swapAt(first, second)
                #expect(try failure(order.bytes) == nil, "order of \(types[first]) and \(types[second])")
            }
        }
        #expect(try failure { builder in
            let alpha = builder[4].contents
            builder[4].contents = builder[5].contents
            builder[5].contents = alpha
        } == .mismatchedSections(.betaTauG1, .betaG2))
    }

    /// Valid curve points in the wrong place: only the pairings can tell.
    @Test func wrongPowers() throws {
        var generator = SeededGenerator(seed: 77)
        for index in [2, 4, 5, 6, 9, 10, 14, 15] {
            let stranger = (G1Affine.generator * Fr.random(using: &generator)).affine
            guard case .wrongPowers(let range) = try failure({ $0.replace(2, at: index, with: PtauBuilder.bytes(stranger)) }) else {
                Issue.record("power \(index), seed 77")
                continue
            }
            // A power at the end of a piece may show in the next one only.
            #expect(range.contains(index) && range.count <= 5, "power \(index): \(range), seed 77")
        }
        // Pieces of one size, a file in one piece, and what is not kept.
        let other = PtauBuilder.bytes((G1Affine.generator * Fr(3)).affine)
        var builder = CeremonyTamperingTests.good
        builder.replace(2, at: 7, with: other)
        for chunk in [1, 2, 3, 8, 100] { #expect(try failure(builder.bytes, chunk: chunk) != nil, "pieces of \(chunk)") }
        #expect(try failure(builder.bytes, power: 2) == nil)
        // Two powers exchanged, all powers of another secret, another τ in G₂, a shift by one power.
        #expect(try failure { builder in
            let third = Array(builder[2].contents[192..<256]), fourth = Array(builder[2].contents[256..<320])
            builder.replace(2, at: 3, with: fourth)
            builder.replace(2, at: 4, with: third)
        } != nil)
        #expect(try failure { $0[2] = PtauBuilder(power: 4, seed: 6)[2] } == .mismatchedSections(.tauG1, .tauG2))
        #expect(try failure { $0[3] = PtauBuilder(power: 4, seed: 6)[3] } == .mismatchedSections(.tauG1, .tauG2))
        #expect(try failure { $0[2].contents = Array($0[2].contents.dropFirst(64) + $0[2].contents.suffix(64)) }
            == .notTheGenerator(.tauG1))
        #expect(try failure { $0.replace(3, at: 0, with: Array($0[3].contents[128..<256])) } == .notTheGenerator(.tauG2))
    }

    @Test func invalidPoints() throws {
        let infinity = [UInt8](repeating: 0, count: 64)
        #expect(try failure { $0.replace(2, at: 6, with: infinity) } == .invalidPoint(.tauG1, index: 6, .infinity))
        let offCurve = PtauBuilder.bytes(Fq(1 as UInt64)) + PtauBuilder.bytes(Fq(3 as UInt64))
        #expect(try failure { $0.replace(2, at: 11, with: offCurve) } == .invalidPoint(.tauG1, index: 11, .offCurve))
        let large = PtauBuilder.modulus + PtauBuilder.bytes(Fq(2 as UInt64))
        #expect(try failure { $0.replace(2, at: 1, with: large) } == .invalidPoint(.tauG1, index: 1, .coordinateTooLarge))
        #expect(try failure { $0.replace(3, at: 1, with: infinity + infinity) } == .invalidPoint(.tauG2, index: 1, .infinity))
        // A point of the twist whose order is not r: nearly every one that is not made from the generator.
        var x = Fq2(Fq(1 as UInt64), .zero)
        var outside: G2Affine?
        while outside == nil {
            x += Fq2(.zero, .one)
            outside = (x.squared() * x + G2Affine.b).squareRoot().flatMap { G2Affine(x: x, y: $0) }
        }
        let point = try #require(outside)
        #expect(try failure { $0.replace(3, at: 1, with: PtauBuilder.bytes(point)) }
            == .invalidPoint(.tauG2, index: 1, .outsideSubgroup))
        #expect(try failure { $0.replace(6, at: 0, with: PtauBuilder.bytes(point)) }
            == .invalidPoint(.betaG2, index: 0, .outsideSubgroup))
        // τ = 1: consistent in every pairing, and known to everybody.
        #expect(try failure { builder in
            builder[2].contents = PtauBuilder.bytes([G1Affine](repeating: .generator, count: 31))
            builder[3].contents = PtauBuilder.bytes([G2Affine](repeating: .generator, count: 16))
        } == .noContributions)
    }

    /// Sizes that reach into the next section, stop short of it, or are beyond all measure.
    @Test func overlappingAndAbsurdSizes() throws {
        for type in CeremonyTamperingTests.good.sections.map(\.type) {
            let size = UInt64(CeremonyTamperingTests.good[type].contents.count)
            for claim in [0, 1, size - 1, size + 1, size &- 64, size + 12, size + 64, 1 << 40, 1 << 63, UInt64.max - 11, .max] {
                #expect(try failure { $0[type].claimedSize = claim } != nil, "section \(type) says \(claim) bytes")
            }
        }
        #expect(try failure { $0[3].claimedSize = 1 << 50 } == .wrongSectionSize(.tauG2, expected: 2048, found: 1 << 50))
        // Contributions may have any size, and must still not swallow their neighbour.
        let neighbour = UInt64(CeremonyTamperingTests.good[7].contents.count + 12 + CeremonyTamperingTests.good[12].contents.count)
        #expect(try failure { $0[7].claimedSize = neighbour } != nil)
        #expect(try failure { $0.claimedSections = 0xffff_ffff } == .tooManySections(0xffff_ffff))
        #expect(try failure { $0.claimedSections = 10 } != nil)
        #expect(try failure { $0.claimedSections = 6 } != nil)
        #expect(try failure { $0.sections[4].type = 4 } == .repeatedSection(.alphaTauG1))
        #expect(try failure { $0.sections[8].type = 99 } != nil)
        for (power, ceremony) in [(0, 4), (29, 29), (4, 3), (4, 29), (0xffff_ffff, 0xffff_ffff)] {
            #expect(try failure {
                $0[1].contents = PtauBuilder.header(width: 32, modulus: PtauBuilder.modulus, power: power, ceremonyPower: ceremony)
            } == .unsupportedPower(power: UInt32(power), ceremony: UInt32(ceremony)))
        }
        for type in 1...7 {
            #expect(try failure { $0.sections.removeAll { $0.type == type } } != nil, "without section \(type)")
        }
    }

    /// The largest power, every size as it must be, 309 GB of zeros that take no room: refused at the first point.
    @Test func sparseFileOfTheLargestPower() throws {
        let path = try workspace.write([])
        let handle = try #require(FileHandle(forWritingAtPath: path))
        defer { try? handle.close() }
        let sizes: [(Int, UInt64)] = [
            (1, 44), (2, (1 << 35) - 64), (3, 1 << 35), (4, 1 << 34), (5, 1 << 34), (6, 128), (7, 4), (12, (1 << 36) - 64),
            (13, (1 << 36) - 128), (14, (1 << 35) - 64), (15, (1 << 35) - 64),
        ]
        try handle.write(contentsOf: Data("ptau".utf8) + Data(PtauBuilder.integer(1, 4) + PtauBuilder.integer(11, 4)))
        var offset: UInt64 = 12
        for (type, size) in sizes {
            try handle.seek(toOffset: offset)
            var head = PtauBuilder.integer(UInt64(type), 4) + PtauBuilder.integer(size, 8)
            if type == 1 { head += PtauBuilder.header(width: 32, modulus: PtauBuilder.modulus, power: 28, ceremonyPower: 28) }
            if type == 7 { head += PtauBuilder.integer(1, 4) }
            try handle.write(contentsOf: Data(head))
            offset += 12 + size
        }
        try handle.truncate(atOffset: offset)
        let error = #expect(throws: CeremonyFileError.self) { try CeremonyImport.run(path: path, catalog: catalog) }
        #expect(error == .invalidPoint(.tauG1, index: 0, .infinity))
    }

    @Test func everyTextSaysWhatToDo() throws {
        let errors: [CeremonyFileError] = [
            .notPtau(start: [0xff, 0]), .unsupportedVersion(2), .truncated(part: "x", needed: 2, size: 1),
            .wrongCurve(found: "BLS12-381"), .wrongPowers(3..<7), .mismatchedSections(.tauG1, .tauG2),
            .invalidPoint(.tauG1, index: 4, .offCurve), .wrongDigest(name: "x", expected: "00", found: "11"),
            .powerNotAvailable(wanted: 12, available: 8), .interrupted(powers: 1, of: 2), .busy(path: "x"),
        ]
        for error in errors {
            let sentences = error.description.split(separator: ". ")
            #expect(sentences.count >= 2 && error.description.hasSuffix("."), "\(error)")
        }
        #expect(CeremonyFileError.powerNotAvailable(wanted: 12, available: 8).description.contains("powersOfTau28_hez_final_12.ptau"))
    }
}
