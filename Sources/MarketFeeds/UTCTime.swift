/// Unix seconds to and from the text of ISO 8601 in UTC, without a calendar library: proleptic Gregorian, no leap seconds.
public enum UTCTime {
    /// From 2001 to the end of the year 9999: a price time outside it is nonsense, most often a wrong unit.
    package static let range: ClosedRange<Int64> = 978_307_200...253_402_300_799

    /// `2023-03-11T07:18:00Z`. Times before 1970 or after 9999 print as bare seconds.
    public static func text(_ seconds: Int64) -> String {
        guard seconds >= 0, seconds <= range.upperBound else { return "\(seconds) s" }
        let (year, month, day) = civil(daysSince1970: seconds / 86_400)
        let rest = seconds % 86_400
        func two(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(year)-\(two(month))-\(two(day))T\(two(rest / 3600)):\(two(rest / 60 % 60)):\(two(rest % 60))Z"
    }

    /// Reads `2023-03-11T07:18:00Z`, with any number of fractional second digits (cut off). `nil` for anything else.
    public static func seconds(_ text: some StringProtocol) -> Int64? {
        let bytes = Array(text.utf8.prefix(40))
        func number(_ from: Int, _ count: Int) -> Int64? {
            guard from + count <= bytes.count else { return nil }
            var value: Int64 = 0
            for byte in bytes[from..<from + count] {
                guard byte >= 0x30, byte <= 0x39 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
            }
            return value
        }
        func isAt(_ index: Int, _ byte: Character) -> Bool { index < bytes.count && bytes[index] == byte.asciiValue }
        guard let year = number(0, 4), isAt(4, "-"), let month = number(5, 2), isAt(7, "-"), let day = number(8, 2), isAt(10, "T"),
            let hour = number(11, 2), isAt(13, ":"), let minute = number(14, 2), isAt(16, ":"), let second = number(17, 2),
            year >= 1970, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        var end = 19
        if isAt(end, ".") {
            end += 1
            let first = end
            while end < bytes.count, bytes[end] >= 0x30, bytes[end] <= 0x39 { end += 1 }
            guard end > first else { return nil }
        }
        guard isAt(end, "Z"), end + 1 == text.utf8.count else { return nil }
        let days = daysSince1970(year: year, month: month, day: day)
        // The 31st of a short month would come back as another day.
        let back = civil(daysSince1970: days)
        guard back == (year, month, day) else { return nil }
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Years counted from March, so that the leap day is the last of its year.
    private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
        let y = month <= 2 ? year - 1 : year
        let monthFromMarch = (month + 9) % 12
        return 365 * y + y / 4 - y / 100 + y / 400 + (153 * monthFromMarch + 2) / 5 + day - 1 - 719_468
    }

    private static func civil(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let inEra = shifted % 146_097
        let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
        let dayOfYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }
}
