// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {AggregatorV3Interface} from "./interfaces/AggregatorV3Interface.sol";
import {IProvenFeed} from "./interfaces/IProvenFeed.sol";
import {IVerifier} from "./interfaces/IVerifier.sol";

/// @title ProvenFeed
/// @notice See IProvenFeed. One contract serves one feed, one model and one verifier.
contract ProvenFeed is IProvenFeed {
    // ------------------------------------------------------------------------------------------------ constants

    /// @notice Decimal places of `answer`.
    uint8 public constant decimals = 8;
    /// @notice Version of this contract and of its EIP-712 domain.
    uint256 public constant version = 1;

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
    uint256 private constant MAX_SIGNERS = 32;

    bytes32 private constant DOMAIN_TYPE_HASH =
        keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    bytes32 private constant REPORT_TYPE_HASH = keccak256(
        "Report(bytes32 feedId,bytes32 modelId,uint64 round,uint64 observedAt,bytes32 feedCommitment,int256[] values)"
    );

    // ------------------------------------------------------------------------------------------------ configuration

    /// @inheritdoc IProvenFeed
    bytes32 public immutable feedId;
    /// @inheritdoc IProvenFeed
    bytes32 public immutable modelId;
    /// @inheritdoc IProvenFeed
    IVerifier public immutable verifier;
    /// @inheritdoc IProvenFeed
    uint256 public immutable feedPointOffset;
    /// @inheritdoc IProvenFeed
    uint256 public immutable valueCount;
    /// @inheritdoc IProvenFeed
    uint256 public immutable answerIndex;
    /// @inheritdoc IProvenFeed
    uint256 public immutable maxAge;
    /// @inheritdoc IProvenFeed
    uint256 public immutable maxSkew;
    /// @inheritdoc AggregatorV3Interface
    string public description;

    uint256 private immutable _cachedChainId;
    bytes32 private immutable _cachedDomainSeparator;

    // ------------------------------------------------------------------------------------------------ state

    /// @dev Everything a submission reads of the contract's own state, in one slot.
    struct Head {
        uint64 round;
        uint64 observedAt;
        uint8 threshold;
    }

    /// @dev One accepted round, in one slot.
    struct RoundData {
        int128 answer;
        uint64 observedAt;
        uint64 acceptedAt;
    }

    Head private _head;
    mapping(uint256 round => RoundData) private _rounds;
    /// @dev The latest values, two to a slot, the first of a pair in the upper half.
    mapping(uint256 pair => uint256 packed) private _values;
    mapping(address account => bool) private _isSigner;
    address[] private _signers;
    /// @inheritdoc IProvenFeed
    address public owner;
    /// @inheritdoc IProvenFeed
    address public pendingOwner;

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender, owner);
        _;
    }

    /// @param configuration What stays fixed.
    /// @param owner_ Who may change the signers.
    /// @param signers_ The first signers, strictly ascending.
    /// @param threshold_ How many of them must sign a report.
    constructor(Configuration memory configuration, address owner_, address[] memory signers_, uint256 threshold_) {
        if (address(configuration.verifier).code.length == 0) revert NoCode(address(configuration.verifier));
        if (configuration.answerIndex >= configuration.valueCount) {
            revert BadAnswerIndex(configuration.answerIndex, configuration.valueCount);
        }
        feedId = configuration.feedId;
        modelId = configuration.modelId;
        verifier = configuration.verifier;
        feedPointOffset = configuration.feedPointOffset;
        valueCount = configuration.valueCount;
        answerIndex = configuration.answerIndex;
        maxAge = configuration.maxAge;
        maxSkew = configuration.maxSkew;
        description = configuration.description;
        _cachedChainId = block.chainid;
        _cachedDomainSeparator = _domainSeparator();
        owner = owner_;
        emit OwnershipTransferred(address(0), owner_);
        _setSigners(signers_, threshold_);
    }

    // ------------------------------------------------------------------------------------------------ submitting

    /// @inheritdoc IProvenFeed
    function submit(Report calldata report, bytes calldata proof, bytes[] calldata signatures) external {
        // Cheap checks first; the pairing comes last.
        Head memory head = _head;
        _checkReport(report, head);
        _checkSignatures(reportDigest(report), signatures, head.threshold);
        _checkFeedCommitment(report.feedCommitment, proof);
        if (!verifier.verify(proof, _publicInputs(report))) revert ProofRejected();
        _store(report, head);
        emit ReportAccepted(report.round, report.observedAt, report.feedCommitment, report.values);
    }

    /// @dev The public inputs that the model's circuit has for a report. This is the one place that knows their order:
    /// the observation time, then the values, where a negative value v stands for r − |v|.
    /// The values are within ±2^127 (see `_checkReport`), so that no two reports map to the same inputs.
    function _publicInputs(Report calldata report) private pure returns (uint256[] memory inputs) {
        int256[] calldata values = report.values;
        inputs = new uint256[](1 + values.length);
        inputs[0] = report.observedAt;
        for (uint256 i = 0; i < values.length; ++i) {
            int256 value = values[i];
            unchecked {
                // Two's complement: adding a negative value to r subtracts its magnitude.
                inputs[i + 1] = value < 0 ? FIELD_ORDER + uint256(value) : uint256(value);
            }
        }
    }

    function _checkReport(Report calldata report, Head memory head) private view {
        if (report.feedId != feedId) revert WrongFeed(report.feedId, feedId);
        if (report.modelId != modelId) revert WrongModel(report.modelId, modelId);
        int256[] calldata values = report.values;
        if (values.length != valueCount) revert WrongValueCount(values.length, valueCount);
        for (uint256 i = 0; i < values.length; ++i) {
            int256 value = values[i];
            if (value <= -VALUE_LIMIT || value >= VALUE_LIMIT) revert ValueOutOfRange(i, value);
        }
        if (report.round <= head.round) revert RoundNotNewer(report.round, head.round);
        uint64 observedAt = report.observedAt;
        // A new round number must not carry an old observation forward.
        if (observedAt <= head.observedAt) revert ObservationNotNewer(observedAt, head.observedAt);
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
    function _checkFeedCommitment(bytes32 given, bytes calldata proof) private view {
        uint256 start = feedPointOffset;
        if (proof.length < start + 64) revert ProofTooShort(proof.length, start + 64);
        bytes32 inProof = keccak256(proof[start:start + 64]);
        if (given != inProof) revert WrongFeedCommitment(given, inProof);
    }

    function _store(Report calldata report, Head memory head) private {
        int256[] calldata values = report.values;
        head.round = report.round;
        head.observedAt = report.observedAt;
        _head = head;
        // Checked above: every value fits 128 bits, and so does an answer, which is smaller than its value.
        _rounds[report.round] = RoundData({
            answer: int128(_answer(values[answerIndex])),
            observedAt: report.observedAt,
            acceptedAt: uint64(block.timestamp)
        });
        for (uint256 i = 0; i < values.length; i += 2) {
            uint256 packed = uint256(values[i]) << 128;
            if (i + 1 < values.length) packed |= uint128(int128(values[i + 1]));
            _values[i / 2] = packed;
        }
    }

    /// @dev From 48 fractional bits to 8 decimals: the nearest, and the greater of two that are equally near. The
    /// product has at most 127 + 27 bits; an arithmetic shift rounds down.
    function _answer(int256 value) private pure returns (int256) {
        unchecked {
            return (value * 1e8 + HALF) >> FRACTION_BITS;
        }
    }

    // ------------------------------------------------------------------------------------------------ EIP-712

    /// @inheritdoc IProvenFeed
    function reportDigest(Report calldata report) public view returns (bytes32) {
        bytes32 structHash = keccak256(
            abi.encode(
                REPORT_TYPE_HASH,
                report.feedId,
                report.modelId,
                report.round,
                report.observedAt,
                report.feedCommitment,
                keccak256(abi.encodePacked(report.values))
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domainSeparator(), structHash));
    }

    /// @inheritdoc IProvenFeed
    function domainSeparator() public view returns (bytes32) {
        // After a fork of the chain the id differs from that at creation.
        return block.chainid == _cachedChainId ? _cachedDomainSeparator : _domainSeparator();
    }

    function _domainSeparator() private view returns (bytes32) {
        return keccak256(
            abi.encode(DOMAIN_TYPE_HASH, keccak256("Assay"), keccak256("1"), block.chainid, address(this))
        );
    }

    // ------------------------------------------------------------------------------------------------ reading

    /// @inheritdoc AggregatorV3Interface
    /// @dev Both times are the observation's. The time of acceptance would make an old observation look fresh to a
    /// consumer that judges staleness by `updatedAt`.
    function getRoundData(uint80 roundId)
        public
        view
        returns (uint80 roundId_, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        RoundData memory data = _rounds[roundId];
        if (data.acceptedAt == 0) revert NoData(roundId);
        return (roundId, data.answer, data.observedAt, data.observedAt, roundId);
    }

    /// @inheritdoc AggregatorV3Interface
    function latestRoundData()
        external
        view
        returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)
    {
        return getRoundData(_head.round);
    }

    /// @inheritdoc IProvenFeed
    function latestValues()
        external
        view
        returns (uint64 round, uint64 observedAt, uint64 acceptedAt, int256[] memory values)
    {
        round = _head.round;
        RoundData memory data = _rounds[round];
        if (data.acceptedAt == 0) revert NoData(round);
        (observedAt, acceptedAt) = (data.observedAt, data.acceptedAt);
        values = new int256[](valueCount);
        for (uint256 i = 0; i < values.length; ++i) {
            uint256 packed = _values[i / 2];
            values[i] = int128(uint128(i % 2 == 0 ? packed >> 128 : packed));
        }
    }

    // ------------------------------------------------------------------------------------------------ signers

    /// @inheritdoc IProvenFeed
    function setSigners(address[] calldata signers_, uint256 threshold_) external onlyOwner {
        _setSigners(signers_, threshold_);
    }

    /// @inheritdoc IProvenFeed
    function signers() external view returns (address[] memory) {
        return _signers;
    }

    /// @inheritdoc IProvenFeed
    function threshold() external view returns (uint256) {
        return _head.threshold;
    }

    /// @inheritdoc IProvenFeed
    function isSigner(address account) external view returns (bool) {
        return _isSigner[account];
    }

    function _setSigners(address[] memory signers_, uint256 threshold_) private {
        uint256 count = signers_.length;
        if (threshold_ == 0 || threshold_ > count || count > MAX_SIGNERS) revert BadThreshold(threshold_, count);
        for (uint256 i = 0; i < _signers.length; ++i) {
            _isSigner[_signers[i]] = false;
        }
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            address signer = signers_[i];
            if (signer <= previous) revert BadSigner(i, signer);
            _isSigner[signer] = true;
            previous = signer;
        }
        _signers = signers_;
        _head.threshold = uint8(threshold_);
        emit SignersSet(signers_, threshold_);
    }

    // ------------------------------------------------------------------------------------------------ ownership

    /// @inheritdoc IProvenFeed
    function transferOwnership(address to) external onlyOwner {
        pendingOwner = to;
        emit OwnershipOffered(msg.sender, to);
    }

    /// @inheritdoc IProvenFeed
    function acceptOwnership() external {
        if (msg.sender != pendingOwner) revert NotPendingOwner(msg.sender, pendingOwner);
        emit OwnershipTransferred(owner, msg.sender);
        owner = msg.sender;
        pendingOwner = address(0);
    }
}
