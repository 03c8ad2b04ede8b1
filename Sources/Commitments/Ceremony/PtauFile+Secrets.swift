import BN254

extension PtauFile {
    /// What the first points of the sections give away before the bulk is read.
    struct Secrets: Sendable {
        let tauG2: G2Affine
        /// Whether this is the Hermez ceremony's τ.
        var isHermez: Bool { tauG2 == HermezFinal.tauG2 }
    }

    /// Checks the first points of every section, some kilobytes and two pairings in all: generators where they belong,
    /// one τ in both groups, one β in both groups, and the Lagrange sections beside those that they were made from.
    func checkSecrets() throws(CeremonyFileError) -> Secrets {
        let g1 = try PtauPoints.decode(try head(.tauG1, 2), section: .tauG1)
        let g2Bytes = try head(.tauG2, 2)
        let g2 = try PtauPoints.decodeG2(Array(g2Bytes[..<128]), section: .tauG2)
        let tauG2 = try PtauPoints.decodeG2(Array(g2Bytes[128...]), section: .tauG2, index: 1)
        guard g1[0] == .generator else { throw .notTheGenerator(.tauG1) }
        guard g2 == .generator else { throw .notTheGenerator(.tauG2) }
        if g1[1] == .generator || tauG2 == .generator { throw .noContributions }
        guard Pairing.check([(g1[1], .generator), (-G1Affine.generator, tauG2)]) else {
            throw .mismatchedSections(.tauG1, .tauG2)
        }
        _ = try PtauPoints.decode(try head(.alphaTauG1, 1), section: .alphaTauG1)
        let beta = try PtauPoints.decode(try head(.betaTauG1, 1), section: .betaTauG1)
        let betaG2 = try PtauPoints.decodeG2(try head(.betaG2, 1), section: .betaG2)
        guard Pairing.check([(beta[0], .generator), (-G1Affine.generator, betaG2)]) else {
            throw .mismatchedSections(.betaTauG1, .betaG2)
        }
        for section in sections {
            guard let source = section.type.source else { continue }
            guard try head(section.type, 1) == head(source, 1) else { throw .mismatchedSections(section.type, source) }
        }
        return Secrets(tauG2: tauG2)
    }

    private func head(_ section: PtauSection, _ points: Int) throws(CeremonyFileError) -> [UInt8] {
        guard let bytes = try contents(section, count: points * Int(section.pointBytes)) else { throw .missingSection(section) }
        return bytes
    }
}
