extension StringProtocol {
    /// The text as one line that a terminal only prints: at most `limit` bytes of UTF-8, then an ellipsis.
    ///
    /// For words that somebody else chose, before they go into errors, logs and evidence. Control characters, line and paragraph
    /// separators and the marks that turn the direction of writing become `?`. The limit counts bytes and not characters, because one
    /// character may be megabytes of combining marks.
    ///
    /// - Complexity: bounded by the limit, however long the text is.
    public func oneLine(limit: Int) -> String {
        var result = ""
        var length = 0
        for scalar in unicodeScalars {
            let shown = Self.isShown(scalar) ? scalar : "?"
            length += UTF8.width(shown)
            guard length <= limit else { return result + "…" }
            result.unicodeScalars.append(shown)
        }
        return result
    }

    /// Whether printing it does nothing but show it, or nothing at all.
    private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F: false
        case 0x2028, 0x2029: false
        // U+061C, U+200E, U+200F, U+202A–U+202E, U+2066–U+2069: direction.
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
        default: true
        }
    }
}
