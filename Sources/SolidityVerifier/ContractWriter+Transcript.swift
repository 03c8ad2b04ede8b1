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
        for region in map.scalarRegions {
            writer.line("checkScalars(\(Yul.hex(region.lowerBound)), \(Yul.hex(region.upperBound)))")
        }
        writer.line("")
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
