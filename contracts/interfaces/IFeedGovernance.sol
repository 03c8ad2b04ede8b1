// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IVerifier} from "./IVerifier.sol";

/// @title Who may change what of a feed, and after which delay
/// @notice Whatever could make a wrong value count takes effect only after a delay that was fixed at creation: other
/// signers and other verifying keys. What can only stop the feed takes effect at once: a pause, the cancelling of a
/// proposal, the retirement of a key. A proposal can be executed from the end of its delay for `PROPOSAL_LIFETIME`.
interface IFeedGovernance {
    /// @notice What a verifying key is to a feed.
    enum KeyStatus {
        Unknown,
        Proposed,
        Active,
        Retired
    }

    // ------------------------------------------------------------------------------------------------ events

    /// @notice `to` may become the owner by accepting; zero where an offer was withdrawn.
    event OwnershipOffered(address indexed from, address indexed to);
    /// @notice The owner changed.
    event OwnershipTransferred(address indexed from, address indexed to);
    /// @notice The guardian changed; zero is none.
    event GuardianSet(address indexed from, address indexed to);
    /// @notice No reports are taken from now on.
    event Paused(address indexed by);
    /// @notice Reports are taken again.
    event Unpaused(address indexed by);
    /// @notice These signers can take over from `executableAt` on.
    event SignersProposed(bytes32 indexed proposal, address[] signers, uint256 threshold, uint256 executableAt);
    /// @notice The proposal will not be executed.
    event SignersProposalCancelled(bytes32 indexed proposal, address indexed by);
    /// @notice The signers changed; `threshold` of them must sign.
    event SignersSet(address[] signers, uint256 threshold);
    /// @notice The key can be activated from `executableAt` on.
    event KeyProposed(
        bytes32 indexed modelId, IVerifier indexed verifier, uint256 feedPointOffset, uint256 executableAt
    );
    /// @notice The key will not be activated.
    event KeyProposalCancelled(bytes32 indexed modelId, address indexed by);
    /// @notice Reports of this model count from now on.
    event KeyActivated(bytes32 indexed modelId, IVerifier indexed verifier, uint256 feedPointOffset);
    /// @notice Reports of this model no longer count.
    event KeyRetired(bytes32 indexed modelId, IVerifier indexed verifier);

    // ------------------------------------------------------------------------------------------------ errors

    error NotOwner(address caller, address owner);
    error NotPendingOwner(address caller, address pendingOwner);
    error NotOwnerOrGuardian(address caller, address owner, address guardian);
    /// @dev A feed without an owner could never change its signers.
    error ZeroOwner();
    error FeedPaused();
    error FeedNotPaused();
    error BadDelay(uint256 given, uint256 least, uint256 greatest);
    /// @dev Signers: from 1 to 32, of whom from 1 to all must sign.
    error BadThreshold(uint256 threshold, uint256 signers);
    /// @dev Zero, or not greater than the one before it.
    error BadSigner(uint256 index, address signer);
    /// @dev There is no open proposal of exactly this; `open` is the one there is, or zero.
    error NoSuchProposal(bytes32 given, bytes32 open);
    error DelayNotOver(uint256 now_, uint256 executableAt);
    error ProposalExpired(uint256 now_, uint256 expiredAt);
    error NoCode(address verifier);
    /// @dev The verifier was generated for another key.
    error WrongVerifier(address verifier, bytes32 given, bytes32 expected);
    /// @dev The key's status does not allow this.
    error WrongKeyStatus(bytes32 modelId, KeyStatus status, KeyStatus needed);

    // ------------------------------------------------------------------------------------------------ ownership

    function owner() external view returns (address);
    function pendingOwner() external view returns (address);
    /// @notice May pause and cancel proposals, nothing else.
    function guardian() external view returns (address);

    /// @notice Offers ownership; it moves when the other accepts. Only the owner; the zero address withdraws an offer.
    function transferOwnership(address to) external;

    /// @notice Takes offered ownership. Only the one it was offered to.
    function acceptOwnership() external;

    /// @notice Replaces the guardian; zero for none. Only the owner.
    function setGuardian(address to) external;

    /// @notice Stops the feed from taking reports. The owner or the guardian.
    function pause() external;

    /// @notice Lets the feed take reports again. Only the owner.
    function unpause() external;

    // ------------------------------------------------------------------------------------------------ signers

    /// @notice Seconds between the proposal and the execution of a change of signers.
    function signerDelay() external view returns (uint256);
    /// @notice The signers, ascending.
    function signers() external view returns (address[] memory);
    /// @notice How many of them must sign a report.
    function threshold() external view returns (uint256);
    function isSigner(address account) external view returns (bool);
    /// @notice The open proposal's hash, keccak256(abi.encode(signers, threshold)), and when it can be executed; zeros
    /// where there is none.
    function signersProposal() external view returns (bytes32 proposal, uint256 executableAt);

    /// @notice Proposes to replace all signers. Takes the place of an open proposal; the delay begins now. Only the owner.
    /// @param signers_ The new signers, strictly ascending, none zero, at most 32.
    /// @param threshold_ How many must sign, from 1 to their number.
    function proposeSigners(address[] calldata signers_, uint256 threshold_) external;

    /// @notice Replaces the signers by those proposed. Reports signed by the old ones no longer count. Only the owner.
    function executeSigners(address[] calldata signers_, uint256 threshold_) external;

    /// @notice Withdraws the open proposal. The owner or the guardian.
    /// @param proposal Its hash, so that another one cannot be hit by mistake.
    function cancelSigners(bytes32 proposal) external;

    // ------------------------------------------------------------------------------------------------ verifying keys

    /// @notice Seconds between the proposal and the activation of a verifying key.
    function keyDelay() external view returns (uint256);

    /// @notice What the feed knows of a verifying key.
    /// @param modelId The key's digest, as reports carry it.
    /// @return status Only reports of active keys count.
    /// @return verifier The generated verifier of that key.
    /// @return feedPointOffset Where in a proof the 64 bytes of the data commitment begin.
    /// @return executableAt From when a proposed key can be activated, or could.
    function keyOf(bytes32 modelId)
        external
        view
        returns (KeyStatus status, IVerifier verifier, uint256 feedPointOffset, uint256 executableAt);

    /// @notice Proposes a verifying key. The delay begins now, also where the key was proposed before, or was retired. Only
    /// the owner. The model must have as many values as the feed, with the same meaning.
    function proposeKey(bytes32 modelId, IVerifier verifier, uint32 feedPointOffset) external;

    /// @notice Makes a proposed key count. Other keys stay as they are. Only the owner.
    function activateKey(bytes32 modelId) external;

    /// @notice Withdraws a proposed key. The owner or the guardian.
    function cancelKey(bytes32 modelId) external;

    /// @notice Ends an active key at once. Only the owner.
    function retireKey(bytes32 modelId) external;
}
