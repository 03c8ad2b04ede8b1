import BN254
import Hashing
import ProofVerifier

extension ContractWriter {
    /// Calldata is copied once, each message behind the state word that it is hashed with, and its scalars are checked.
    func writeCopies(_ writer: inout YulWriter) {
        let inputs = system.publicInputCount
        if inputs > 0 {
            writer.line("calldatacopy(\(Yul.hex(map.inputs)), publicInputs.offset, \(Yul.hex(32 * inputs)))")
        }
        for message in map.messages where message.length > 0 {
            writer.line(
                "calldatacopy(\(Yul.hex(message.data)), add(proof.offset, \(Yul.hex(message.proofOffset))), \(Yul.hex(message.length)))")
        }
        writer.line(
            "calldatacopy(\(Yul.hex(map.wPrime)), add(proof.offset, \(Yul.hex(key.shape.byteCount - ProofShape.pointBytes))), 0x40)")
        writer.comment("Scalars are below r")
        writer.block("") { writer in
            writer.line(Self.readOrder)
            for region in map.scalarRegions {
                let words = Array(stride(from: region.lowerBound, to: region.upperBound, by: 32))
                if words.count > Self.unrolledWords {
                    writer.line("checkScalars(\(Yul.hex(region.lowerBound)), \(Yul.hex(region.upperBound)))")
                    continue
                }
                for start in stride(from: 0, to: words.count, by: 8) {
                    let tests = words[start..<min(start + 8, words.count)].map { "lt(mload(\(Yul.hex($0))), r)" }
                    writer.line("if iszero(\(Self.conjunction(tests[...]))) { reject() }")
                }
            }
        }
        writer.line("")
    }

    /// Longer regions are checked by a loop: less code, twice the gas.
    static let unrolledWords = 64

    /// All of them, as a tree so that the stack stays low.
    private static func conjunction(_ tests: ArraySlice<String>) -> String {
        guard tests.count > 1 else { return tests.first ?? "1" }
        let half = tests.startIndex + tests.count / 2
        return "and(\(conjunction(tests[..<half])), \(conjunction(tests[half...])))"
    }

    /// Docs/protocol.md §4.
    func writeTranscript(_ writer: inout YulWriter) {
        let tag = Transcript.domainTag
        writer.comment("The transcript")
        writer.line("mstore(\(Yul.hex(map.inputs - 64)), \(Yul.hex(bytes: tag)))")
        writer.line("mstore(\(Yul.hex(map.inputs - 32)), \(Yul.hex(bytes: key.digest)))")
        writer.line(
            "mstore(\(Yul.hex(map.messages[0].state)), keccak256(\(Yul.hex(map.inputs - 32 - tag.count)), \(Yul.hex(tag.count + 32 + 32 * system.publicInputCount))))")
        writer.block("") { writer in
            writer.line(Self.readOrder)
            var drawn = 0
            for (index, message) in map.messages.enumerated() {
                let isLast = index + 1 == map.messages.count
                let state = isLast ? map.finalState : map.messages[index + 1].state
                writer.line(
                    "mstore(\(Yul.hex(state)), keccak256(\(Yul.hex(message.state)), \(Yul.hex(32 + message.length))))")
                let places: [Int]
                switch index - system.phases {
                case 0: places = [map.alpha]
                case 1: places = [map.x]
                case 2: places = [map.v]
                case 3: places = [map.y]
                case -1: places = [map.theta, map.beta, map.gamma]
                default:
                    places = Array(map.phaseChallenges[drawn..<drawn + system.phaseChallenges[index]])
                    drawn += places.count
                }
                for (number, place) in places.enumerated() {
                    let value = number == 0
                        ? "mod(mload(\(Yul.hex(state))), r)" : "further(mload(\(Yul.hex(state))), \(number))"
                    writer.line("mstore(\(Yul.hex(place)), \(value))")
                }
            }
        }
    }
}
