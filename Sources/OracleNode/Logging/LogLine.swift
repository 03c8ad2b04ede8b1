import Foundation

/// How an event is spelled. Whatever a field holds, a line stays one line.
enum LogLine {
    static func text(time: String, level: NodeLog.Level, message: String, fields: [(String, LogValue)]) -> String {
        var line = "\(time) \(level.rawValue) \(message)"
        for (name, value) in fields { line += " \(name)=\(plain(value))" }
        return line
    }

    static func json(time: String, level: NodeLog.Level, message: String, fields: [(String, LogValue)]) -> String {
        var line = "{\"time\":\(quoted(time)),\"level\":\(quoted(level.rawValue)),\"message\":\(quoted(message))"
        var names: Set<String> = ["time", "level", "message"]
        for (name, value) in fields {
            // A member may stand only once; the second of a name gets another.
            var unique = name
            while !names.insert(unique).inserted { unique += "_" }
            line += ",\(quoted(unique)):"
            switch value {
            case .text(let text): line += quoted(text)
            case .integer(let integer): line += String(integer)
            case .number(let number): line += number.isFinite ? "\(number)" : "null"
            case .flag(let flag): line += flag ? "true" : "false"
            }
        }
        return line + "}"
    }

    private static func plain(_ value: LogValue) -> String {
        switch value {
        case .integer(let integer): return String(integer)
        case .number(let number): return "\(number)"
        case .flag(let flag): return flag ? "true" : "false"
        case .text(let text):
            let isPlain = !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3D && $0 != 0x5C }
            return isPlain ? text : quoted(text)
        }
    }

    /// A JSON string; also escapes what terminals act on.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                let isControl = scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
                result += isControl ? "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst() : String(scalar)
            }
        }
        return result + "\""
    }
}
