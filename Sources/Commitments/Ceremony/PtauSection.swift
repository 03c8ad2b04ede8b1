/// The sections of a snarkjs `.ptau` file. Source: the layout comment of snarkjs' `powersoftau_new.js`, its
/// `powersoftau_preparephase2.js` for the Lagrange sections, and the published Hermez finals.
public enum PtauSection: UInt32, CaseIterable, Sendable, CustomStringConvertible {
    /// u32 bytes a field element, the field's modulus, u32 power, u32 power of the whole ceremony.
    case header = 1
    /// τⁱ·G₁, i < 2^(power + 1) − 1.
    case tauG1 = 2
    /// τⁱ·G₂, i < 2^power.
    case tauG2 = 3
    /// α·τⁱ·G₁, i < 2^power.
    case alphaTauG1 = 4
    /// β·τⁱ·G₁, i < 2^power.
    case betaTauG1 = 5
    /// β·G₂.
    case betaG2 = 6
    /// u32 count, then what each contributor published.
    case contributions = 7
    /// Lagrange points of sections 2 to 5 for domains of 1, 2, 4 … points; in files prepared for phase 2 only.
    case lagrangeTauG1 = 12
    case lagrangeTauG2 = 13
    case lagrangeAlphaTauG1 = 14
    case lagrangeBetaTauG1 = 15

    /// Those that every file has.
    static let required: [PtauSection] = [.header, .tauG1, .tauG2, .alphaTauG1, .betaTauG1, .betaG2, .contributions]

    /// The section whose first point this one repeats, since the only Lagrange polynomial of one point is 1.
    var source: PtauSection? {
        switch self {
        case .lagrangeTauG1: .tauG1
        case .lagrangeTauG2: .tauG2
        case .lagrangeAlphaTauG1: .alphaTauG1
        case .lagrangeBetaTauG1: .betaTauG1
        default: nil
        }
    }

    /// Bytes a point: 64 in G₁, 128 in G₂.
    var pointBytes: UInt64 {
        switch self {
        case .tauG2, .betaG2, .lagrangeTauG2: 128
        default: 64
        }
    }

    /// The size for a power of at most 28; nil where the contributors decide.
    func expectedBytes(power: UInt32) -> UInt64? {
        let size = UInt64(1) << UInt64(power)
        return switch self {
        case .header: 44
        case .tauG1: (2 * size - 1) * pointBytes
        case .tauG2, .alphaTauG1, .betaTauG1: size * pointBytes
        case .betaG2: pointBytes
        case .contributions: nil
        case .lagrangeTauG1: (4 * size - 1) * pointBytes
        case .lagrangeTauG2, .lagrangeAlphaTauG1, .lagrangeBetaTauG1: (2 * size - 1) * pointBytes
        }
    }

    public var description: String {
        let name = switch self {
        case .header: "header"
        case .tauG1: "tau in G1"
        case .tauG2: "tau in G2"
        case .alphaTauG1: "alpha*tau in G1"
        case .betaTauG1: "beta*tau in G1"
        case .betaG2: "beta in G2"
        case .contributions: "contributions"
        case .lagrangeTauG1: "Lagrange points of tau in G1"
        case .lagrangeTauG2: "Lagrange points of tau in G2"
        case .lagrangeAlphaTauG1: "Lagrange points of alpha*tau in G1"
        case .lagrangeBetaTauG1: "Lagrange points of beta*tau in G1"
        }
        return "section \(rawValue) (\(name))"
    }
}
