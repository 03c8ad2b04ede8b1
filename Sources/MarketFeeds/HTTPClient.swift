import Foundation
import Synchronization

/// The one way out to the network: libcurl's multi interface on a thread of its own behind an async call.
///
/// TLS certificates and host names are verified, redirects are not followed, bodies and headers are capped while they
/// arrive, and no host sees more than `perHost` transfers at once. GET requests are retried with a jittered, doubling pause
/// after failures that may pass (no connection, timeout, 429 and 5xx); nothing else is.
///
/// Cost: one thread. Connections are kept and reused until the client is let go.
public final class HTTPClient: Sendable {
    public let limits: HTTPLimits
    private let worker: HTTPWorker

    /// `perHost`: 1 … 64 transfers at a time to one host; more wait, outside of their time limit.
    public init(limits: HTTPLimits = HTTPLimits(), perHost: Int = 4, userAgent: String = "assay/0.1") {
        self.limits = limits
        worker = HTTPWorker(perHost: min(max(perHost, 1), 64), userAgent: userAgent)
        let worker = worker
        let thread = Thread { worker.run() }
        thread.name = "assay-http"
        thread.start()
    }

    deinit { worker.stop() }

    public func get(_ url: String) async throws(HTTPError) -> HTTPResponse {
        try await send(HTTPRequest(url))
    }

    /// Sends a request, again if that is safe and may help. Any HTTP status that is not retried away, or that stays after
    /// the last attempt, is a response and not an error; redirects are errors.
    public func send(_ request: HTTPRequest) async throws(HTTPError) -> HTTPResponse {
        try Self.check(request.url)
        let attempts = request.isIdempotent ? max(limits.attempts, 1) : 1
        var attempt = 1
        while true {
            let outcome = await worker.transfer(request, limits)
            var pause = backoff(beforeAttempt: attempt + 1)
            switch outcome {
            case .success(let response):
                let retried = response.status == 429 || (500...599).contains(response.status)
                if retried, let wait = Self.retryAfter(response) {
                    guard wait <= limits.longestRetryAfterSeconds else { throw .retryAfter(url: request.url, seconds: wait) }
                    pause = max(pause, wait * 1000)
                }
                if !retried || attempt >= attempts {
                    return HTTPResponse(
                        status: response.status, headers: response.headers, body: response.body, milliseconds: response.milliseconds,
                        attempts: attempt)
                }
            case .failure(let error):
                if !error.isWorthRetrying || attempt >= attempts { throw error }
            }
            do {
                try await Task.sleep(for: .milliseconds(pause))
            } catch {
                throw .cancelled(url: request.url)
            }
            attempt += 1
        }
    }

    /// Full jitter: venues that fail together are not asked again together.
    private func backoff(beforeAttempt attempt: Int) -> Int {
        let doubled = limits.firstPauseMilliseconds << min(attempt - 2, 10)
        return Int.random(in: 0...max(0, min(doubled, limits.longestPauseMilliseconds)))
    }

    /// Only the form in seconds; a date would trust the venue's clock against ours.
    private static func retryAfter(_ response: HTTPResponse) -> Int? {
        response.headers["retry-after"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    private static func check(_ url: String) throws(HTTPError) {
        guard url.utf8.count <= 2000, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { throw .badURL(url) }
        guard !host(of: url).contains(where: { $0 == "@" || $0 == "\\" }) else { throw .badURL(url) }
        if url.hasPrefix("https://") { return }
        guard url.hasPrefix("http://") else { throw .badURL(url) }
        guard isLoopback(url) else { throw .insecureURL(url) }
    }

    /// Exactly this machine's names with an optional port: a user name or anything else in front of or behind the host
    /// would make another host look like this one.
    static func isLoopback(_ url: String) -> Bool {
        let host = host(of: url)
        for name in ["127.0.0.1", "localhost", "[::1]"] where host.hasPrefix(name) {
            let rest = host.dropFirst(name.count)
            if rest.isEmpty || (rest.first == ":" && rest.dropFirst().allSatisfy(\.isNumber)) { return true }
        }
        return false
    }

    /// Host and port of a checked URL, in lower case: what limits are counted by.
    static func host(of url: String) -> String {
        let afterScheme = url.dropFirst(url.hasPrefix("https://") ? 8 : 7)
        return afterScheme.prefix { $0 != "/" && $0 != "?" && $0 != "#" }.lowercased()
    }
}
