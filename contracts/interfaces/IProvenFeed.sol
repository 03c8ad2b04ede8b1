// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IFeedGovernance} from "./IFeedGovernance.sol";
import {IReadableFeed} from "./IReadableFeed.sol";
import {IVerifier} from "./IVerifier.sol";

/// @title A price feed that accepts a value only with a proof of how it was computed
/// @notice A report is accepted when enough of the feed's signers attest it and a zero-knowledge proof shows that its
/// values are the output of the feed's model on the committed market data. The proof says nothing about whether an
/// exchange told the truth; the signers attest where the data came from.
interface IProvenFeed is IReadableFeed, IFeedGovernance {
    // ------------------------------------------------------------------------------------------------ types

    /// @notice What signers sign, as EIP-712 typed data of the domain ("Assay", "1", chain id, this contract).
    /// @param feedId The feed this report is for.
    /// @param modelId The digest of the verifying key of the model that computed the values; it selects the verifier.
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
    /// @param valueCount How many values a report has.
    /// @param answerIndex Which of them `answer` is.
    /// @param valueHistory Of how many rounds the values are kept, from 1 to 254; answers are kept for ever.
    /// @param maxAge How old an observation may be when it is submitted, in seconds.
    /// @param maxSkew How far an observation's time may be ahead of the chain's, in seconds.
    /// @param breakerLimit Moves of the answer beyond this many basis points need a second round; 0 for no breaker.
    /// @param breakerWindow Seconds between two observations up to which they are compared.
    /// @param breakerSpacing Least seconds between the observations of a round that is held and the one that confirms it.
    /// @param signerDelay Seconds from the proposal of signers to their execution; an hour to 30 days.
    /// @param keyDelay Seconds from the proposal of a verifying key to its activation; an hour to 30 days.
    /// @param description What the answer is a price of.
    struct Configuration {
        bytes32 feedId;
        uint8 valueCount;
        uint8 answerIndex;
        uint8 valueHistory;
        uint32 maxAge;
        uint32 maxSkew;
        uint32 breakerLimit;
        uint32 breakerWindow;
        uint32 breakerSpacing;
        uint32 signerDelay;
        uint32 keyDelay;
        string description;
    }

    /// @notice Who and what counts from the first moment.
    /// @param modelId The first verifying key's digest.
    /// @param verifier The generated verifier of that key.
    /// @param feedPointOffset Where in a proof the 64 bytes of the data commitment begin.
    /// @param owner See IFeedGovernance.
    /// @param guardian See IFeedGovernance; zero for none.
    /// @param threshold How many signers must sign.
    /// @param signers The signers, strictly ascending.
    struct Beginning {
        bytes32 modelId;
        IVerifier verifier;
        uint32 feedPointOffset;
        address owner;
        address guardian;
        uint256 threshold;
        address[] signers;
    }

    // ------------------------------------------------------------------------------------------------ events

    /// @notice A report was accepted and is now the latest. `answer` has 8 decimals.
    event ReportAccepted(
        uint64 indexed round,
        bytes32 indexed modelId,
        uint64 observedAt,
        int256 answer,
        bytes32 feedCommitment,
        int256[] values
    );

    /// @notice A signed and proven report moves the answer from `latest` by more than the breaker's limit: it is held
    /// until the next one.
    event ReportHeld(
        uint64 indexed round,
        bytes32 indexed modelId,
        uint64 observedAt,
        int256 answer,
        int256 latest,
        bytes32 feedCommitment,
        int256[] values
    );

    /// @notice The report that was held is now the latest: round `confirmedBy` moved further the same way.
    event HeldReportAccepted(uint64 indexed round, uint64 indexed confirmedBy, uint64 observedAt, int256 answer);

    /// @notice The report that was held will not be published: round `by` was published, or held, in its place.
    event HeldReportDropped(uint64 indexed round, uint64 indexed by);

    // ------------------------------------------------------------------------------------------------ errors

    error WrongFeed(bytes32 given, bytes32 expected);
    error KeyUnknown(bytes32 modelId);
    error KeyNotActiveYet(bytes32 modelId, uint256 executableAt);
    error KeyIsRetired(bytes32 modelId);
    error WrongValueCount(uint256 given, uint256 expected);
    /// @dev The value does not lie strictly between -2^127 and 2^127.
    error ValueOutOfRange(uint256 index, int256 value);
    error RoundNotNewer(uint64 given, uint64 latest);
    error ObservationNotNewer(uint64 given, uint64 latest);
    error TooOld(uint64 observedAt, uint256 now_, uint256 maxAge);
    error FromTheFuture(uint64 observedAt, uint256 now_, uint256 maxSkew);
    /// @dev A round is held, and this observation is too close to it to confirm or to replace it.
    error TooCloseToHeld(uint64 observedAt, uint256 earliest);
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
    error BadAnswerIndex(uint256 given, uint256 valueCount);
    error BadValueHistory(uint256 given, uint256 least, uint256 greatest);
    /// @dev A breaker needs a limit below 100 %, a window of at least a second and a spacing that fits in it.
    error BadBreaker(uint256 limit, uint256 window, uint256 spacing);

    // ------------------------------------------------------------------------------------------------ writing

    /// @notice Takes a report that is signed, proven, newer than the last and recent. Anyone may submit.
    /// @param report The report.
    /// @param proof The proof that the report's values follow from the committed data.
    /// @param signatures 65 bytes each (r, s, v), at least the threshold, by rising signer address.
    /// @return published True where the report is now the latest; false where the breaker holds it.
    function submit(Report calldata report, bytes calldata proof, bytes[] calldata signatures)
        external
        returns (bool published);

    // ------------------------------------------------------------------------------------------------ reading

    /// @notice The report that the breaker holds; zeros where it holds none.
    function heldReport() external view returns (uint64 round, uint64 observedAt, int256 answer);

    /// @notice The hash that signers sign for `report` on this chain and contract.
    function reportDigest(Report calldata report) external view returns (bytes32);

    /// @notice EIP-712's domain separator, for the chain id of now.
    function domainSeparator() external view returns (bytes32);

    /// @notice How old an observation may be when it is submitted, in seconds.
    function maxAge() external view returns (uint256);

    /// @notice How far an observation's time may be ahead of the chain's, in seconds.
    function maxSkew() external view returns (uint256);

    /// @notice Moves of the answer beyond this many basis points need a second round; 0 where there is no breaker.
    function breakerLimit() external view returns (uint256);

    /// @notice Seconds between two observations up to which they are compared.
    function breakerWindow() external view returns (uint256);

    /// @notice Least seconds between the observations of a round that is held and the one that confirms it.
    function breakerSpacing() external view returns (uint256);
}
