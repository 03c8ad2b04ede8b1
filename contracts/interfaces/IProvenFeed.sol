// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {AggregatorV3Interface} from "./AggregatorV3Interface.sol";
import {IVerifier} from "./IVerifier.sol";

/// @title A price feed that accepts a value only with a proof of how it was computed
/// @notice A report is accepted when enough of the feed's signers attest it and a zero-knowledge proof shows that its
/// values are the output of the feed's model on the committed market data. The proof says nothing about whether an
/// exchange told the truth; the signers attest where the data came from.
interface IProvenFeed is AggregatorV3Interface {
    // ------------------------------------------------------------------------------------------------ types

    /// @notice What signers sign, as EIP-712 typed data of the domain ("Assay", "1", chain id, this contract).
    /// @param feedId The feed this report is for.
    /// @param modelId The digest of the verifying key of the model that computed the values.
    /// @param round Rises from report to report.
    /// @param observedAt When the market data was observed, in seconds since 1970.
    /// @param feedCommitment keccak256 of the proof's commitment to the market data.
    /// @param values The model's public values behind the observation time, in the model's order, each strictly between
    /// ±2^127. The one that is the answer has 48 fractional bits; the model says which scale the others have.
    struct Report {
        bytes32 feedId;
        bytes32 modelId;
        uint64 round;
        uint64 observedAt;
        bytes32 feedCommitment;
        int256[] values;
    }

    /// @notice What is fixed when a feed is created.
    /// @param feedId The only feed id accepted.
    /// @param modelId The only model id accepted.
    /// @param verifier The generated verifier of that model.
    /// @param feedPointOffset Where in a proof the 64 bytes of the data commitment begin.
    /// @param valueCount How many values a report has.
    /// @param answerIndex Which of them `answer` is.
    /// @param maxAge How old an observation may be when it is submitted, in seconds.
    /// @param maxSkew How far an observation's time may be ahead of the chain's, in seconds.
    /// @param description What the answer is a price of.
    struct Configuration {
        bytes32 feedId;
        bytes32 modelId;
        IVerifier verifier;
        uint32 feedPointOffset;
        uint8 valueCount;
        uint8 answerIndex;
        uint32 maxAge;
        uint32 maxSkew;
        string description;
    }

    // ------------------------------------------------------------------------------------------------ events

    /// @notice A report was accepted and is now the latest.
    event ReportAccepted(uint64 indexed round, uint64 observedAt, bytes32 feedCommitment, int256[] values);

    /// @notice The signers changed; `threshold` of them must sign.
    event SignersSet(address[] signers, uint256 threshold);

    /// @notice `to` may become the owner by accepting.
    event OwnershipOffered(address indexed from, address indexed to);

    /// @notice The owner changed.
    event OwnershipTransferred(address indexed from, address indexed to);

    // ------------------------------------------------------------------------------------------------ errors

    error WrongFeed(bytes32 given, bytes32 expected);
    error WrongModel(bytes32 given, bytes32 expected);
    error WrongValueCount(uint256 given, uint256 expected);
    /// @dev The value does not lie strictly between -2^127 and 2^127.
    error ValueOutOfRange(uint256 index, int256 value);
    error RoundNotNewer(uint64 given, uint64 latest);
    error ObservationNotNewer(uint64 given, uint64 latest);
    error TooOld(uint64 observedAt, uint256 now_, uint256 maxAge);
    error FromTheFuture(uint64 observedAt, uint256 now_, uint256 maxSkew);
    error TooFewSignatures(uint256 given, uint256 threshold);
    error BadSignatureLength(uint256 index, uint256 length);
    /// @dev `s` above half the group's order, or `v` neither 27 nor 28: a second form of a signature is not accepted.
    error MalleableSignature(uint256 index);
    error InvalidSignature(uint256 index);
    error NotASigner(uint256 index, address recovered);
    /// @dev Signatures are ordered by rising address, which also rules out two of one signer.
    error SignersNotAscending(uint256 index, address recovered, address previous);
    error ProofTooShort(uint256 length, uint256 needed);
    error WrongFeedCommitment(bytes32 given, bytes32 inProof);
    error ProofRejected();
    error NoData(uint80 roundId);
    error NotOwner(address caller, address owner);
    error NotPendingOwner(address caller, address pendingOwner);
    error BadThreshold(uint256 threshold, uint256 signers);
    error BadSigner(uint256 index, address signer);
    error NoCode(address verifier);
    error BadAnswerIndex(uint256 given, uint256 valueCount);

    // ------------------------------------------------------------------------------------------------ writing

    /// @notice Accepts a report that is signed, proven, newer than the last and recent. Anyone may submit.
    /// @param report The report.
    /// @param proof The proof that the report's values follow from the committed data.
    /// @param signatures 65 bytes each (r, s, v), at least the threshold, by rising signer address.
    function submit(Report calldata report, bytes calldata proof, bytes[] calldata signatures) external;

    /// @notice Replaces all signers. Only the owner.
    /// @param signers The new signers, strictly ascending, none zero, at most 32.
    /// @param threshold How many must sign, from 1 to their number.
    function setSigners(address[] calldata signers, uint256 threshold) external;

    /// @notice Offers ownership. Only the owner; the zero address withdraws an offer.
    function transferOwnership(address to) external;

    /// @notice Takes offered ownership.
    function acceptOwnership() external;

    // ------------------------------------------------------------------------------------------------ reading

    /// @notice The latest report's values, as they were proven.
    /// @return round Its round.
    /// @return observedAt When its data was observed.
    /// @return acceptedAt When this contract accepted it.
    /// @return values As in the report.
    function latestValues()
        external
        view
        returns (uint64 round, uint64 observedAt, uint64 acceptedAt, int256[] memory values);

    /// @notice The hash that signers sign for `report` on this chain and contract.
    function reportDigest(Report calldata report) external view returns (bytes32);

    function domainSeparator() external view returns (bytes32);
    function feedId() external view returns (bytes32);
    function modelId() external view returns (bytes32);
    function verifier() external view returns (IVerifier);
    function feedPointOffset() external view returns (uint256);
    function valueCount() external view returns (uint256);
    function answerIndex() external view returns (uint256);
    function maxAge() external view returns (uint256);
    function maxSkew() external view returns (uint256);
    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
    function signers() external view returns (address[] memory);
    function threshold() external view returns (uint256);
    function isSigner(address account) external view returns (bool);
}
