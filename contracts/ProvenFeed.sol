// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {Breaker} from "./feed/Breaker.sol";
import {FeedOwnership} from "./feed/FeedOwnership.sol";
import {KeyRegistry} from "./feed/KeyRegistry.sol";
import {Head, HeldWord, PackedState, RoundWord} from "./feed/PackedState.sol";
import {ReportHash} from "./feed/ReportHash.sol";
import {SignerSet} from "./feed/SignerSet.sol";
import {ValueRing} from "./feed/ValueRing.sol";
import {AggregatorV3Interface} from "./interfaces/AggregatorV3Interface.sol";
import {IProvenFeed} from "./interfaces/IProvenFeed.sol";
import {IReadableFeed} from "./interfaces/IReadableFeed.sol";
import {IVerifier} from "./interfaces/IVerifier.sol";

/// @title ProvenFeed
/// @notice See IProvenFeed. One contract serves one feed; verifying keys of its model can succeed each other.
contract ProvenFeed is IProvenFeed, SignerSet, KeyRegistry, ValueRing, Breaker, ReportHash {
    // ------------------------------------------------------------------------------------------------ constants

    /// @notice Decimal places of `answer`.
    uint8 public constant decimals = 8;
    /// @notice Version of this contract. The version of its EIP-712 domain is "1".
    uint256 public constant version = 2;

    /// @dev Fractional bits of the value that is the answer.
    uint256 private constant FRACTION_BITS = 48;
    /// @dev One half, in that format.
    int256 private constant HALF = 1 << 47;
    /// @dev Values lie strictly between -VALUE_LIMIT and VALUE_LIMIT, so that the map to field elements is one to one.
    int256 private constant VALUE_LIMIT = 1 << 127;
    /// @dev The order of BN254's scalar field.
    uint256 private constant FIELD_ORDER =
        21888242871839275222246405745257275088548364400416034343698204186575808495617;
    /// @dev Half the order of secp256k1's group, rounded down: the largest `s` of a signature's canonical form.
    uint256 private constant HALF_GROUP_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    uint256 private constant MAX_VALUE_HISTORY = 254;

    // ------------------------------------------------------------------------------------------------ configuration

    /// @inheritdoc IReadableFeed
    bytes32 public immutable feedId;
    /// @inheritdoc IReadableFeed
    uint256 public immutable valueCount;
    /// @inheritdoc IReadableFeed
    uint256 public immutable answerIndex;
    /// @inheritdoc IReadableFeed
    uint256 public immutable valueHistory;
    /// @inheritdoc IProvenFeed
    uint256 public immutable maxAge;
    /// @inheritdoc IProvenFeed
    uint256 public immutable maxSkew;
    /// @inheritdoc AggregatorV3Interface
    string public description;

    // ------------------------------------------------------------------------------------------------ state

    mapping(uint256 round => RoundWord) private _rounds;
    HeldWord private _held;

    /// @param configuration What stays fixed.
    /// @param beginning Who and what counts from the first moment.
    constructor(Configuration memory configuration, Beginning memory beginning)
        FeedOwnership(beginning.owner, beginning.guardian)
        SignerSet(beginning.signers, beginning.threshold, configuration.signerDelay)
        KeyRegistry(beginning.modelId, beginning.verifier, beginning.feedPointOffset, configuration.keyDelay)
        ValueRing(configuration.valueCount, uint256(configuration.valueHistory) + 1)
        Breaker(configuration.breakerLimit, configuration.breakerWindow, configuration.breakerSpacing)
    {
        if (configuration.answerIndex >= configuration.valueCount) {
            revert BadAnswerIndex(configuration.answerIndex, configuration.valueCount);
        }
        if (configuration.valueHistory == 0 || configuration.valueHistory > MAX_VALUE_HISTORY) {
            revert BadValueHistory(configuration.valueHistory, 1, MAX_VALUE_HISTORY);
        }
        feedId = configuration.feedId;
        valueCount = configuration.valueCount;
        answerIndex = configuration.answerIndex;
        valueHistory = configuration.valueHistory;
        maxAge = configuration.maxAge;
        maxSkew = configuration.maxSkew;
        description = configuration.description;
    }

    // ------------------------------------------------------------------------------------------------ submitting

    /// @inheritdoc IProvenFeed
    /// @dev Checks, then the one external call, then effects. That call is a STATICCALL, so nothing it runs can change the
    /// state that was checked.
    function submit(Report calldata report, bytes calldata proof, bytes[] calldata signatures)
        external
        returns (bool published)
    {
        // Cheap checks first; the pairing comes last.
        Head head = _head;
        if (head.isPaused()) revert FeedPaused();
        if (report.feedId != feedId) revert WrongFeed(report.feedId, feedId);
        (IVerifier verifier, uint256 feedPointOffset) = _activeKey(report.modelId);
        (uint256[] memory inputs, bool wide) = _publicInputs(report);
        HeldWord held = head.holds() ? _held : HeldWord.wrap(0);
        _checkTimes(report, head, held);
        int256 answer = _answer(report.values[answerIndex]);
        Verdict verdict = _judge(head, held, answer, report.observedAt);
        _checkSignatures(_reportDigest(report), signatures, head.threshold());
        _checkFeedCommitment(report.feedCommitment, proof, feedPointOffset);
        if (!verifier.verify(proof, inputs)) revert ProofRejected();

        if (head.holds()) head = _settleHeld(head, held, verdict, report.round);
        if (verdict == Verdict.Publish) {
            _publish(report, head, answer, wide);
            return true;
        }
        _hold(report, head, answer, wide);
        return false;
    }

    function _activeKey(bytes32 modelId) private view returns (IVerifier, uint256) {
        Key memory key = _keys[modelId];
        if (key.status != KeyStatus.Active) {
            if (key.status == KeyStatus.Proposed) revert KeyNotActiveYet(modelId, key.executableAt);
            if (key.status == KeyStatus.Retired) revert KeyIsRetired(modelId);
            revert KeyUnknown(modelId);
        }
        return (key.verifier, key.feedPointOffset);
    }

    /// @dev The public inputs that the model's circuit has for a report. This is the one place that knows their order:
    /// the observation time, then the values, where a negative value v stands for r − |v|.
    /// The values are within ±2^127, so that no two reports map to the same inputs.
    /// @return inputs The public inputs.
    /// @return wide Whether the values need the wider way of storing them.
    function _publicInputs(Report calldata report) private view returns (uint256[] memory inputs, bool wide) {
        int256[] calldata values = report.values;
        uint256 count = values.length;
        if (count != valueCount) revert WrongValueCount(count, valueCount);
        unchecked {
            inputs = new uint256[](1 + count);
            inputs[0] = report.observedAt;
            uint256 magnitudes = 0;
            for (uint256 i = 0; i < count; ++i) {
                int256 value = values[i];
                if (value <= -VALUE_LIMIT || value >= VALUE_LIMIT) revert ValueOutOfRange(i, value);
                if (value < 0) {
                    // Two's complement: adding a negative value to r subtracts its magnitude.
                    inputs[i + 1] = FIELD_ORDER + uint256(value);
                    magnitudes |= uint256(~value);
                } else {
                    inputs[i + 1] = uint256(value);
                    magnitudes |= uint256(value);
                }
            }
            wide = _needsWide(magnitudes);
        }
    }

    /// @dev `held` is zero where no report is held.
    function _checkTimes(Report calldata report, Head head, HeldWord held) private view {
        // What is held is newer than the latest.
        bool holds = head.holds();
        uint64 round = holds ? held.round() : head.round();
        if (report.round <= round) revert RoundNotNewer(report.round, round);
        uint64 observedAt = report.observedAt;
        // A new round number must not carry an old observation forward.
        uint64 last = holds ? held.observedAt() : head.observedAt();
        if (observedAt <= last) revert ObservationNotNewer(observedAt, last);
        if (observedAt + maxAge < block.timestamp) revert TooOld(observedAt, block.timestamp, maxAge);
        if (observedAt > block.timestamp + maxSkew) revert FromTheFuture(observedAt, block.timestamp, maxSkew);
    }

    function _checkSignatures(bytes32 digest, bytes[] calldata signatures, uint256 threshold_) private view {
        if (signatures.length < threshold_) revert TooFewSignatures(signatures.length, threshold_);
        address previous = address(0);
        for (uint256 i = 0; i < signatures.length; ++i) {
            bytes calldata signature = signatures[i];
            if (signature.length != 65) revert BadSignatureLength(i, signature.length);
            bytes32 r = bytes32(signature[:32]);
            uint256 s = uint256(bytes32(signature[32:64]));
            uint8 v = uint8(signature[64]);
            if (s > HALF_GROUP_ORDER || (v != 27 && v != 28)) revert MalleableSignature(i);
            address recovered = ecrecover(digest, v, r, bytes32(s));
            if (recovered == address(0)) revert InvalidSignature(i);
            if (!_isSigner[recovered]) revert NotASigner(i, recovered);
            if (recovered <= previous) revert SignersNotAscending(i, recovered, previous);
            previous = recovered;
        }
    }

    /// @dev The commitment is taken from the very bytes that the verifier checks, so the signed hash is of the data the
    /// proof is about.
    function _checkFeedCommitment(bytes32 given, bytes calldata proof, uint256 start) private pure {
        if (proof.length < start + 64) revert ProofTooShort(proof.length, start + 64);
        bytes32 inProof = keccak256(proof[start:start + 64]);
        if (given != inProof) revert WrongFeedCommitment(given, inProof);
    }

    /// @dev What becomes of the report that was held until now.
    function _settleHeld(Head head, HeldWord held, Verdict verdict, uint64 by) private returns (Head) {
        if (verdict != Verdict.PublishHeldAndHold) {
            emit HeldReportDropped(held.round(), by);
            return head;
        }
        // Its values lie where the next round's belong.
        _rounds[held.round()] = PackedState.packRound(
            held.answer(), held.observedAt(), block.timestamp, head.nextSequence(), held.isWide()
        );
        emit HeldReportAccepted(held.round(), by, held.observedAt(), held.answer());
        return head.advanced(held.answer(), held.round(), held.observedAt());
    }

    function _publish(Report calldata report, Head head, int256 answer, bool wide) private {
        uint256 sequence = head.nextSequence();
        _head = head.advanced(answer, report.round, report.observedAt);
        _rounds[report.round] =
            PackedState.packRound(answer, report.observedAt, block.timestamp, sequence, wide);
        _writeValues(report.values, sequence, wide);
        emit ReportAccepted(
            report.round, report.modelId, report.observedAt, answer, report.feedCommitment, report.values
        );
    }

    function _hold(Report calldata report, Head head, int256 answer, bool wide) private {
        _head = head.holding();
        _held = PackedState.packHeld(answer, report.round, report.observedAt, wide);
        _writeValues(report.values, head.nextSequence(), wide);
        emit ReportHeld(
            report.round,
            report.modelId,
            report.observedAt,
            answer,
            head.answer(),
            report.feedCommitment,
            report.values
        );
    }

    /// @dev From 48 fractional bits to 8 decimals: the nearest, and the greater of two that are equally near. The
    /// product has at most 127 + 27 bits; an arithmetic shift rounds down.
    function _answer(int256 value) private pure returns (int256) {
        unchecked {
            return (value * 1e8 + HALF) >> FRACTION_BITS;
        }
    }

    // ------------------------------------------------------------------------------------------------ reading

    /// @inheritdoc AggregatorV3Interface
    /// @dev Both times are the observation's. The time of acceptance would make an old observation look fresh to a
    /// consumer that judges staleness by `updatedAt`.
    function getRoundData(uint80 roundId)
        external
        view
        returns (uint80 roundId_, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        RoundWord word = _rounds[roundId];
        if (!word.exists()) revert NoData(roundId);
        return (roundId, word.answer(), word.observedAt(), word.observedAt(), roundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        Head head = _head;
        uint64 round = head.round();
        if (round == 0) revert NoData(0);
        return (round, head.answer(), head.observedAt(), head.observedAt(), round);
    }

    /// @inheritdoc IReadableFeed
    function latestValues()
        external
        view
        returns (uint64 round, uint64 observedAt, uint64 acceptedAt, int256[] memory values)
    {
        round = _head.round();
        (observedAt, acceptedAt, values) = valuesOf(round);
    }

    /// @inheritdoc IReadableFeed
    function valuesOf(uint64 round)
        public
        view
        returns (uint64 observedAt, uint64 acceptedAt, int256[] memory values)
    {
        RoundWord word = _rounds[round];
        if (!word.exists()) revert NoData(round);
        uint256 since = word.roundsSince(_head);
        if (since >= valueHistory) revert ValuesNotKept(round, since, valueHistory);
        return (word.observedAt(), word.acceptedAt(), _readValues(word.sequence(), word.isWide()));
    }

    /// @inheritdoc IReadableFeed
    function paused() external view returns (bool) {
        return _head.isPaused();
    }

    /// @inheritdoc IProvenFeed
    function heldReport() external view returns (uint64 round, uint64 observedAt, int256 answer) {
        if (!_head.holds()) return (0, 0, 0);
        HeldWord held = _held;
        return (held.round(), held.observedAt(), held.answer());
    }

    /// @inheritdoc IProvenFeed
    function reportDigest(Report calldata report) external view returns (bytes32) {
        return _reportDigest(report);
    }

    /// @inheritdoc IProvenFeed
    function domainSeparator() external view returns (bytes32) {
        return _currentDomainSeparator();
    }

    /// @inheritdoc IProvenFeed
    function breakerLimit() external view returns (uint256) {
        return _breakerLimit;
    }

    /// @inheritdoc IProvenFeed
    function breakerWindow() external view returns (uint256) {
        return _breakerWindow;
    }

    /// @inheritdoc IProvenFeed
    function breakerSpacing() external view returns (uint256) {
        return _breakerSpacing;
    }
}
