import CCurl

/// One attempt at one request: an easy handle and what it has received. Lives on the worker's thread only.
final class HTTPTransfer {
    private let easy: UnsafeMutableRawPointer
    private let request: HTTPRequest
    private let limits: HTTPLimits
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>
    private let upload: [UInt8]
    private var body: [UInt8] = []
    private var headers: [String: String] = [:]
    private var headerBytes = 0
    /// The limit that was passed, in bytes.
    private var exceeded: Int?

    /// libcurl reports finished transfers by their handle.
    var key: UInt { UInt(bitPattern: easy) }

    init?(_ request: HTTPRequest, _ limits: HTTPLimits, userAgent: String) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.request = request
        self.limits = limits
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        if case .post(let bytes) = request.method { upload = bytes } else { upload = [] }
        guard configure(userAgent) else { return nil }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    private func configure(_ userAgent: String) -> Bool {
        let isLocal = HTTPClient.isLoopback(request.url)
        var numbers: [(CURLoption, Int)] = [
            (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SSL_VERIFYPEER, 1), (CURLOPT_SSL_VERIFYHOST, 2),
            (CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds), (CURLOPT_TIMEOUT_MS, limits.totalMilliseconds),
            (CURLOPT_LOW_SPEED_LIMIT, limits.slowBytesPerSecond), (CURLOPT_LOW_SPEED_TIME, limits.slowSeconds),
            (CURLOPT_TCP_KEEPALIVE, 1), (CURLOPT_DISALLOW_USERNAME_IN_URL, 1), (CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS)),
        ]
        var texts: [(CURLoption, String)] = [
            (CURLOPT_URL, request.url), (CURLOPT_PROTOCOLS_STR, isLocal ? "http,https" : "https"), (CURLOPT_USERAGENT, userAgent),
            (CURLOPT_ACCEPT_ENCODING, "gzip, deflate"),
        ]
        if isLocal {
            // A proxy named in the environment is for the way out, never for this machine itself.
            texts.append((CURLOPT_NOPROXY, "*"))
            // On a kept connection a small server that sends head and body apart is held up by delayed acknowledgements, some
            // 40 ms a response; a new connection to this machine costs nothing beside that.
            numbers.append((CURLOPT_FORBID_REUSE, 1))
        }
        if case .post = request.method {
            numbers += [(CURLOPT_POST, 1), (CURLOPT_POSTFIELDSIZE, upload.count)]
        }
        for (option, value) in numbers where assay_easy_set_long(easy, option, value) != CURLE_OK { return false }
        for (option, value) in texts where assay_easy_set_text(easy, option, value) != CURLE_OK { return false }
        for header in request.headers {
            guard header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }), header.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
                let longer = curl_slist_append(headerList, "\(header.name): \(header.value)")
            else { return false }
            headerList = longer
        }
        if let headerList, assay_easy_set_list(easy, CURLOPT_HTTPHEADER, headerList) != CURLE_OK { return false }
        if case .post = request.method {
            // libcurl copies the bytes, so the pointer need not outlive the call.
            let isSet = upload.withUnsafeBytes { buffer in
                buffer.baseAddress == nil
                    || assay_easy_set_pointer(easy, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: buffer.baseAddress)) == CURLE_OK
            }
            if !isSet { return false }
        }
        let context = Unmanaged.passUnretained(self).toOpaque()
        return assay_easy_set_pointer(easy, CURLOPT_ERRORBUFFER, UnsafeMutableRawPointer(errorText)) == CURLE_OK
            && assay_easy_set_pointer(easy, CURLOPT_WRITEDATA, context) == CURLE_OK
            && assay_easy_set_pointer(easy, CURLOPT_HEADERDATA, context) == CURLE_OK
            && assay_easy_set_function(easy, CURLOPT_WRITEFUNCTION, Self.onBody) == CURLE_OK
            && assay_easy_set_function(easy, CURLOPT_HEADERFUNCTION, Self.onHeader) == CURLE_OK
    }

    func attach(to multi: UnsafeMutableRawPointer) -> Bool { curl_multi_add_handle(multi, easy) == CURLM_OK }

    func detach(from multi: UnsafeMutableRawPointer) { curl_multi_remove_handle(multi, easy) }

    /// Returning less than was offered makes libcurl end the transfer with CURLE_WRITE_ERROR.
    private static let onBody: assay_data_function = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
        let length = size * count
        guard transfer.body.count + length <= transfer.limits.bodyBytes else {
            transfer.exceeded = transfer.limits.bodyBytes
            return 0
        }
        transfer.body.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: length))
        return length
    }

    private static let onHeader: assay_data_function = { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let transfer = Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
        let length = size * count
        transfer.headerBytes += length
        guard transfer.headerBytes <= transfer.limits.headerBytes else {
            transfer.exceeded = transfer.limits.headerBytes
            return 0
        }
        transfer.keep(String(decoding: UnsafeRawBufferPointer(start: bytes, count: length), as: UTF8.self))
        return length
    }

    private func keep(_ line: String) {
        // A status line, whatever its words: what came before belongs to an interim response.
        if line.hasPrefix("HTTP/") {
            headers = [:]
            return
        }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
        headers[line[..<colon].lowercased()] = String(value)
    }

    func outcome(_ code: CURLcode) -> Result<HTTPResponse, HTTPError> {
        let url = request.url
        if let exceeded { return .failure(.tooLarge(url: url, limit: exceeded)) }
        guard code == CURLE_OK else { return .failure(error(code)) }
        var status = 0
        assay_easy_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        if (300...399).contains(status), let target = headers["location"] { return .failure(.redirected(url: url, to: target)) }
        var microseconds: curl_off_t = 0
        assay_easy_get_offset(easy, CURLINFO_TOTAL_TIME_T, &microseconds)
        return .success(
            HTTPResponse(status: status, headers: headers, body: body, milliseconds: Int(microseconds / 1000), attempts: 1))
    }

    private func error(_ code: CURLcode) -> HTTPError {
        let url = request.url
        let said = String(cString: errorText)
        let detail = said.isEmpty ? String(cString: curl_easy_strerror(code)) : said
        return switch code {
        case CURLE_URL_MALFORMAT: .badURL(url)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY: .resolve(url: url, detail: detail)
        case CURLE_COULDNT_CONNECT: .connect(url: url, detail: detail)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR:
            .tls(url: url, detail: detail)
        case CURLE_OPERATION_TIMEDOUT: .timeout(url: url, detail: detail)
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_HTTP2_STREAM, CURLE_BAD_CONTENT_ENCODING:
            .cutShort(url: url, detail: detail)
        default: .transfer(url: url, detail: detail)
        }
    }
}
