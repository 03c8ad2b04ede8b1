import EthereumKit
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension PasswordSource {
    /// Asks at the terminal that the process belongs to, with the echo off, whatever standard input and output are.
    public static var terminal: PasswordSource { .prompt { ask($0, at: "/dev/tty") } }

    /// - Parameter path: a terminal's device.
    /// - Returns: nil where there is no terminal, or the line is empty.
    package static func ask(_ prompt: String, at path: String) -> SecretBytes? {
        let terminal = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { return nil }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else { return nil }
        var silent = usual
        silent.c_lflag &= ~tcflag_t(ECHO)
        // Flushing drops what was typed before the question was seen.
        guard tcsetattr(terminal, TCSAFLUSH, &silent) == 0 else { return nil }
        defer { _ = tcsetattr(terminal, TCSAFLUSH, &usual) }
        _ = prompt.withCString { write(terminal, $0, strlen($0)) }
        var line = [UInt8](repeating: 0, count: 1024)
        defer { SecretBytes.wipe(&line) }
        var count = 0
        while count < line.count {
            let got = line.withUnsafeMutableBytes { read(terminal, $0.baseAddress?.advanced(by: count), $0.count - count) }
            if got < 0, errno == EINTR { continue }
            guard got > 0 else { break }
            count += got
            if line[count - 1] == 0x0a { break }
        }
        _ = write(terminal, "\n", 1)
        var password = Array(line[..<count].prefix { $0 != 0x0a && $0 != 0x0d })
        defer { SecretBytes.wipe(&password) }
        return password.isEmpty ? nil : SecretBytes(password)
    }
}
