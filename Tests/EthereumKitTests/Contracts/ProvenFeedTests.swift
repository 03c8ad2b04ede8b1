import EthereumKit
import Testing

/// The feed contract in a real EVM: what it accepts, and every reason to refuse.
@Suite struct ProvenFeedTests {
    @Test func acceptsAndReadsAsAnAggregator() throws {
        let fixture = try FeedFixture()
        #expect(try fixture.artifact.explain(fixture.call("latestRoundData()")) == "NoData(roundId: 0)")
        // 20,000 and 2^-27: the nearest eighth decimal is 0.00000001 (2^-27 = 0.00000000745).
        let report = FeedFixture.report(values: [1, (20_000 << 48) + (1 << 21), -3])
        try fixture.hold(report)
        let data = try ProvenFeed.submit(
            report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report))
        let outcome = try fixture.evm.transact(to: fixture.feed, data: data)
        #expect(outcome.success, "\(fixture.artifact.explain(outcome))")

        let expected = ProvenFeed.RoundData(
            roundID: 1, answer: 2_000_000_000_001, startedAt: report.observedAt, updatedAt: report.observedAt, answeredInRound: 1)
        let latest = try fixture.evm.call(to: fixture.feed, data: ProvenFeed.latestRoundData)
        #expect(try ProvenFeed.decodeRoundData(latest.output) == expected)
        #expect(try ProvenFeed.decodeRoundData(fixture.evm.call(to: fixture.feed, data: ProvenFeed.getRoundData(1)).output) == expected)
        #expect(try fixture.call("decimals()").output == Word(8).bytes)
        #expect(try fixture.call("version()").output == Word(2).bytes)
        #expect(try ABI.decode(fixture.call("description()").output, as: [.string]) == [.string("BTC / USD")])
        let values = try ABI.decode(fixture.call("latestValues()").output, as: [.uint(64), .uint(64), .uint(64), .array(.int(256))])
        #expect(values == [.number(1), .number(report.observedAt), .number(FeedFixture.now), .array(report.values.map { .signed($0) })])

        let event = try ABIFunction("ReportAccepted(uint64,bytes32,uint64,int256,bytes32,int256[])")
        let log = try #require(outcome.logs.first)
        #expect(outcome.logs.count == 1 && log.address == fixture.feed && log.topics == [event.topic, Word(1).bytes, FeedFixture.modelID.bytes])
        #expect(
            try ABI.decode(log.data, as: [.uint(64), .int(256), .fixedBytes(32), .array(.int(256))])
                == [
                    .number(report.observedAt), .signed(2_000_000_000_001), .bytes32(report.feedCommitment),
                    .array(report.values.map { .signed($0) }),
                ])
    }

    @Test func anAnswerIsTheNearestEighthDecimal() throws {
        let fixture = try FeedFixture()
        // Value in 2^-48, answer in 10^-8; ties go up.
        let half: Int128 = 1 << 47
        let limit: Int128 = .max
        let cases: [(Int128, Int128)] = [
            (0, 0), (1 << 48, 100_000_000), (-(1 << 48), -100_000_000), (half, 50_000_000), (1_407_374, 0), (1_407_375, 1),
            (-1_407_374, 0), (-1_407_375, -1), (1 << 40, 390_625), (-(1 << 40), -390_625),
            // 2^39 is 195,312.5 units of the eighth decimal: a tie.
            (1 << 39, 195_313), (-(1 << 39), -195_312), (1 << 38, 97_656), (-(1 << 38), -97_656), (3 << 37, 146_484),
            (limit, Self.scaled(limit)), (-limit, Self.scaled(-limit)),
        ]
        for (index, (value, answer)) in cases.enumerated() {
            let round = UInt64(index + 1)
            try fixture.evm.configure(timestamp: FeedFixture.now + round)
            let report = FeedFixture.report(round: round, observedAt: FeedFixture.now + round, values: [0, value, 0])
            try fixture.hold(report)
            #expect(try fixture.submit(report) == "accepted")
            let data = try ProvenFeed.decodeRoundData(fixture.evm.call(to: fixture.feed, data: ProvenFeed.latestRoundData).output)
            #expect(data.answer == answer, "value \(value)")
        }
    }

    /// floor(value · 10^8 / 2^48 + 1/2) in 128 bits: whole part and fraction apart.
    private static func scaled(_ value: Int128) -> Int128 {
        let whole = value >> 48
        let fraction = value & ((1 << 48) - 1)
        return whole * 100_000_000 + ((fraction * 100_000_000 + (1 << 47)) >> 48)
    }

    @Test func historyStaysReadableAcrossGaps() throws {
        let fixture = try FeedFixture()
        for (index, round) in [3, 4, 9].enumerated() as EnumeratedSequence<[UInt64]> {
            let report = FeedFixture.report(
                round: round, observedAt: FeedFixture.now - 100 + UInt64(index), values: [0, Int128(round) << 48, 0])
            try fixture.hold(report)
            #expect(try fixture.submit(report) == "accepted")
        }
        for round in [3, 4, 9] as [UInt64] {
            let data = try ProvenFeed.decodeRoundData(fixture.evm.call(to: fixture.feed, data: ProvenFeed.getRoundData(round)).output)
            #expect(data.answer == Int128(round) * 100_000_000 && data.roundID == UInt128(round))
        }
        let missing = try fixture.evm.call(to: fixture.feed, data: ProvenFeed.getRoundData(5))
        #expect(fixture.artifact.explain(missing) == "NoData(roundId: 5)")
    }

    @Test func signersMustBeEnoughDistinctSortedAndKnown() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report()
        try fixture.hold(report)
        let keys = fixture.keys
        func submit(_ signers: [SigningKey]) throws -> String {
            try fixture.submit(report, signatures: fixture.signatures(report, by: signers))
        }
        let stranger = try SigningKey(bytes: [UInt8](repeating: 9, count: 32))
        #expect(try submit([]) == "TooFewSignatures(given: 0, threshold: 2)")
        #expect(try submit([keys[0]]) == "TooFewSignatures(given: 1, threshold: 2)")
        #expect(try submit([keys[0], keys[0]]).hasPrefix("SignersNotAscending(index: 1, recovered: \(keys[0].address)"))
        #expect(try submit([keys[1], keys[0]]).hasPrefix("SignersNotAscending(index: 1"))
        #expect(try submit([keys[0], keys[2], keys[1]]).hasPrefix("SignersNotAscending(index: 2"))
        #expect(try submit([stranger, keys[0]]) == "NotASigner(index: 0, recovered: \(stranger.address))")
        #expect(try submit([keys[0], keys[2]]) == "accepted")
    }

    @Test func allThreeSignersAreAcceptedToo() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report()
        try fixture.hold(report)
        #expect(try fixture.submit(report, signatures: fixture.signatures(report, by: fixture.keys)) == "accepted")
    }

    @Test func aSignatureHasOneForm() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report()
        try fixture.hold(report)
        let good = try fixture.signatures(report)
        func submit(second: [UInt8]) throws -> String { try fixture.submit(report, signatures: [good[0], second]) }
        let order = try Word(hex: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        let s = try #require(Word(bytes: good[1][32..<64]))
        let flipped: UInt8 = 55 - good[1][64]
        // The other form of the same signature: ecrecover accepts it.
        #expect(try submit(second: good[1][..<32] + (order &- s).bytes + [flipped]) == "MalleableSignature(index: 1)")
        for v in [0, 1, 26, 29, 37, 255] as [UInt8] {
            #expect(try submit(second: good[1].dropLast() + [v]) == "MalleableSignature(index: 1)")
        }
        #expect(try submit(second: good[1].dropLast() + [flipped]).contains("(index: 1"))
        #expect(try submit(second: good[1].dropLast()) == "BadSignatureLength(index: 1, length: 64)")
        #expect(try submit(second: good[1] + [0]) == "BadSignatureLength(index: 1, length: 66)")
        #expect(try submit(second: []) == "BadSignatureLength(index: 1, length: 0)")
        #expect(try submit(second: [UInt8](repeating: 0, count: 64) + [27]) == "InvalidSignature(index: 1)")
        // Any bit of it changed: another signer, or none.
        for bit in stride(from: 0, to: 512, by: 17) {
            var bad = good[1]
            bad[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(try submit(second: bad) != "accepted", "bit \(bit)")
        }
        #expect(try fixture.submit(report, signatures: good) == "accepted")
    }

    @Test func signaturesHoldForOneChainAndContract() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report()
        try fixture.hold(report)
        let elsewhere: [TypedDataDomain] = [
            .assay(chainID: 1, verifyingContract: fixture.feed),
            .assay(chainID: FeedFixture.chainID, verifyingContract: fixture.verifier),
            TypedDataDomain(name: "Other", version: "1", chainID: Word(FeedFixture.chainID), verifyingContract: fixture.feed),
            TypedDataDomain(name: "Assay", version: "2", chainID: Word(FeedFixture.chainID), verifyingContract: fixture.feed),
        ]
        for domain in elsewhere {
            let signatures = try fixture.signatures(report, domain: domain)
            #expect(try fixture.submit(report, signatures: signatures).hasPrefix("NotASigner(index: 0"))
        }
        // The chain forks: what was signed for the old id no longer holds, what is signed for the new one does.
        try fixture.evm.configure(chainID: 777)
        #expect(try fixture.submit(report).hasPrefix("NotASigner(index: 0"))
        let forked = TypedDataDomain.assay(chainID: 777, verifyingContract: fixture.feed)
        #expect(try fixture.call("domainSeparator()").output == forked.separator.bytes)
        #expect(try fixture.submit(report, signatures: fixture.signatures(report, domain: forked)) == "accepted")
    }

    @Test func digestsAgree() throws {
        let fixture = try FeedFixture()
        let shape = "(bytes32,bytes32,uint64,uint64,bytes32,int256[])"
        for count in [0, 1, 3, 9] {
            let report = FeedFixture.report(values: (0..<count).map { Int128($0) * -5 })
            let value = ABIValue.tuple([
                .bytes32(report.feedID), .bytes32(report.modelID), .number(report.round), .number(report.observedAt),
                .bytes32(report.feedCommitment), .array(report.values.map { .signed($0) }),
            ])
            #expect(try fixture.call("reportDigest(\(shape))", [value]).output == report.digest(domain: fixture.domain).bytes)
        }
    }

    @Test func timesAndRounds() throws {
        let fixture = try FeedFixture()
        let now = FeedFixture.now
        func submit(round: UInt64, observedAt: UInt64) throws -> String {
            let report = FeedFixture.report(round: round, observedAt: observedAt)
            try fixture.hold(report)
            return try fixture.submit(report)
        }
        #expect(try submit(round: 0, observedAt: now) == "RoundNotNewer(given: 0, latest: 0)")
        #expect(try submit(round: 5, observedAt: now - 601) == "TooOld(observedAt: \(now - 601), now_: \(now), maxAge: 600)")
        #expect(try submit(round: 5, observedAt: now + 31) == "FromTheFuture(observedAt: \(now + 31), now_: \(now), maxSkew: 30)")
        #expect(try submit(round: 5, observedAt: .max) == "FromTheFuture(observedAt: \(UInt64.max), now_: \(now), maxSkew: 30)")
        #expect(try submit(round: 5, observedAt: now - 600) == "accepted")
        #expect(try submit(round: 5, observedAt: now) == "RoundNotNewer(given: 5, latest: 5)")
        #expect(try submit(round: 4, observedAt: now) == "RoundNotNewer(given: 4, latest: 5)")
        #expect(try submit(round: 6, observedAt: now - 600) == "ObservationNotNewer(given: \(now - 600), latest: \(now - 600))")
        #expect(try submit(round: 6, observedAt: now + 30) == "accepted")
        #expect(try submit(round: .max, observedAt: now + 30).hasPrefix("ObservationNotNewer"))
    }

    @Test func onlyWhatTheProofIsAboutIsAccepted() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report()
        try fixture.hold(report)
        func submit(_ change: (inout Report) -> Void, proof: [UInt8] = FeedFixture.proof()) throws -> String {
            var changed = report
            change(&changed)
            return try fixture.submit(changed, proof: proof)
        }
        #expect(try submit { $0.feedID = 7 } == "WrongFeed(given: \(Word(7)), expected: \(FeedFixture.feedID))")
        #expect(try submit { $0.modelID = 7 } == "KeyUnknown(modelId: \(Word(7)))")
        #expect(try submit { $0.values.removeLast() } == "WrongValueCount(given: 2, expected: 3)")
        #expect(try submit { $0.values.append(0) } == "WrongValueCount(given: 4, expected: 3)")
        #expect(try submit { $0.values = [] } == "WrongValueCount(given: 0, expected: 3)")
        #expect(try submit { $0.values[2] = .min } == "ValueOutOfRange(index: 2, value: \(Int128.min))")
        #expect(try submit { $0.feedCommitment = 7 }.hasPrefix("WrongFeedCommitment(given: \(Word(7))"))
        for index in 0..<3 { #expect(try submit { $0.values[index] += 1 } == "ProofRejected()") }
        #expect(try submit { $0.values[2] = 3 } == "ProofRejected()")
        #expect(try submit { $0.observedAt += 1 } == "ProofRejected()")
        // Another proof: its commitment differs, or, with the same commitment, the verifier refuses it.
        let other = FeedFixture.proof(seed: 2)
        #expect(try submit({ _ in }, proof: other).hasPrefix("WrongFeedCommitment"))
        var tail = FeedFixture.proof()
        tail[299] ^= 1
        #expect(try submit({ _ in }, proof: tail) == "ProofRejected()")
        #expect(try submit({ _ in }, proof: Array(FeedFixture.proof().dropLast())) == "ProofRejected()")
        #expect(try submit({ _ in }, proof: Array(FeedFixture.proof().prefix(159))) == "ProofTooShort(length: 159, needed: 160)")
        #expect(try submit({ _ in }, proof: []) == "ProofTooShort(length: 0, needed: 160)")
        #expect(try submit({ _ in }) == "accepted")
    }

    /// Values outside 128 bits cannot be written as a Swift report, so their calldata is made from one within.
    @Test func valuesThatWouldWrapInTheFieldAreRefused() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report(values: [0, 0, 77])
        try fixture.hold(report)
        let data = try ProvenFeed.submit(report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report))
        let place = try #require(data.indices.dropLast(32).last { Array(data[$0..<($0 + 32)]) == Word(77).bytes })
        let order = Word(high: 0x3064_4e72_e131_a029_b850_45b6_8181_585d, low: 0x2833_e848_79b9_7091_43e1_f593_f000_0001)
        for word in [order &+ 77, Word(77) &- order, Word(high: 0, low: 1 << 127), Word(high: .max, low: 1 << 127), .max &- order] {
            var changed = data
            changed.replaceSubrange(place..<(place + 32), with: word.bytes)
            let outcome = try fixture.evm.call(to: fixture.feed, data: changed)
            #expect(fixture.artifact.explain(outcome).hasPrefix("ValueOutOfRange(index: 2"))
        }
    }

    @Test func calldataCutAnywhereIsRefused() throws {
        let fixture = try FeedFixture()
        let report = FeedFixture.report()
        try fixture.hold(report)
        let data = try ProvenFeed.submit(report: report, proof: FeedFixture.proof(), orderedSignatures: fixture.signatures(report))
        // The last 31 bytes are a signature's padding, which Solidity does not read.
        let cuts = stride(from: 0, through: data.count - 32, by: 13).map { Array(data.prefix($0)) }
        for outcome in try fixture.evm.calls(to: fixture.feed, data: cuts) { #expect(outcome.success == false) }
        #expect(try fixture.evm.call(to: fixture.feed, data: data).success)
    }

    @Test func aFeedThatCannotWorkIsNotCreated() throws {
        let fixture = try FeedFixture()
        let good = FeedFixture.configuration(verifier: fixture.verifier, owner: fixture.owner, keys: fixture.keys)
        func create(_ change: (inout ProvenFeed.Configuration) -> Void) throws -> String {
            var configuration = good
            change(&configuration)
            return fixture.artifact.explain(
                try fixture.evm.deploy(bytecode: fixture.artifact.bytecode + configuration.constructorArguments).outcome)
        }
        #expect(try create { $0.verifier = fixture.owner } == "NoCode(verifier: \(fixture.owner))")
        #expect(
            try create { $0.modelID = 7 }
                == "WrongVerifier(verifier: \(fixture.verifier), given: \(FeedFixture.modelID), expected: \(Word(7)))")
        #expect(try create { $0.answerIndex = 3 } == "BadAnswerIndex(given: 3, valueCount: 3)")
        #expect(try create { $0.threshold = 4 } == "BadThreshold(threshold: 4, signers: 3)")
        #expect(try create { $0.signers = [] } == "BadThreshold(threshold: 2, signers: 0)")
        #expect(try create { $0.signers[1] = $0.signers[0] }.hasPrefix("BadSigner(index: 1"))
        #expect(try create { _ in } == "succeeded")
    }

    @Test func aConsumerReadsThePrice() throws {
        let fixture = try FeedFixture()
        let settlement = try ContractArtifact.named("Settlement")
        let (address, outcome) = try fixture.evm.deploy(bytecode: settlement.bytecode + fixture.feed.word.bytes)
        let consumer = try #require(address, "\(settlement.explain(outcome))")
        func price() throws -> LocalEVM.Outcome { try fixture.evm.call(to: consumer, data: ABIFunction("price()").selector) }
        #expect(try price().success == false)
        let report = FeedFixture.report()
        try fixture.hold(report)
        #expect(try fixture.submit(report) == "accepted")
        #expect(try price().output == Word(2_000_000_000_000).bytes)
        try fixture.evm.configure(timestamp: report.observedAt + 3601)
        #expect(try settlement.explain(price()) == "UnusablePrice(answer: 2000000000000, updatedAt: \(report.observedAt))")
    }

    /// What a feed costs on top of its verifier, so that a change that makes it dearer is seen. Steady: the places of the values'
    /// history have been written before.
    @Test(arguments: [1, 2]) func gasOfASubmission(signers: Int) throws {
        let fixture = try FeedFixture(threshold: UInt64(signers))
        var gas: [UInt64] = []
        for round in 1...11 as ClosedRange<UInt64> {
            let report = FeedFixture.report(round: round, observedAt: FeedFixture.now - 20 + round)
            try fixture.hold(report)
            let signatures = try fixture.signatures(report, by: Array(fixture.keys.prefix(signers)))
            let data = try ProvenFeed.submit(report: report, proof: FeedFixture.proof(), orderedSignatures: signatures)
            let outcome = try fixture.evm.transact(to: fixture.feed, data: data)
            #expect(outcome.success, "\(fixture.artifact.explain(outcome))")
            gas.append(outcome.gasUsed)
        }
        let inputs = FeedFixture.report(round: 11, observedAt: FeedFixture.now - 9).publicInputs
        let verifier = try fixture.evm.call(
            to: fixture.verifier, data: ProofVerifierContract.verify(proof: FeedFixture.proof(), publicInputs: inputs))
        let (first, steady) = (gas[0], gas[10])
        print(
            "gas of a submission with \(signers) signatures, 3 values and a proof of 300 bytes: the first \(first), later \(steady);",
            "beside its verifier's own transaction \(steady - verifier.gasUsed)")
        #expect(first > steady && steady - verifier.gasUsed < 50_000 + 7_500 * UInt64(signers), "\(gas)")
    }
}
