// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IFeedGovernance} from "../interfaces/IFeedGovernance.sol";
import {FeedOwnership} from "./FeedOwnership.sol";

/// @title The signers, and how they are replaced
abstract contract SignerSet is FeedOwnership {
    uint256 private constant MAX_SIGNERS = 32;

    /// @inheritdoc IFeedGovernance
    uint256 public immutable signerDelay;

    /// @dev What was proposed: its hash alone, as the execution brings the list again.
    struct SignersProposal {
        bytes32 proposal;
        uint256 executableAt;
    }

    mapping(address account => bool) internal _isSigner;
    address[] private _signers;
    /// @inheritdoc IFeedGovernance
    SignersProposal public signersProposal;

    constructor(address[] memory signers_, uint256 threshold_, uint256 signerDelay_) {
        signerDelay = _checkedDelay(signerDelay_);
        _checkSigners(signers_, threshold_);
        _setSigners(signers_, threshold_);
    }

    /// @inheritdoc IFeedGovernance
    function signers() external view returns (address[] memory) {
        return _signers;
    }

    /// @inheritdoc IFeedGovernance
    function threshold() external view returns (uint256) {
        return _head.threshold();
    }

    /// @inheritdoc IFeedGovernance
    function isSigner(address account) external view returns (bool) {
        return _isSigner[account];
    }

    /// @inheritdoc IFeedGovernance
    function proposeSigners(address[] calldata signers_, uint256 threshold_) external onlyOwner {
        _checkSigners(signers_, threshold_);
        bytes32 proposal = keccak256(abi.encode(signers_, threshold_));
        bytes32 open = signersProposal.proposal;
        if (open != 0) emit SignersProposalCancelled(open, msg.sender);
        uint256 executableAt = block.timestamp + signerDelay;
        signersProposal = SignersProposal(proposal, executableAt);
        emit SignersProposed(proposal, signers_, threshold_, executableAt);
    }

    /// @inheritdoc IFeedGovernance
    function executeSigners(address[] calldata signers_, uint256 threshold_) external onlyOwner {
        bytes32 proposal = keccak256(abi.encode(signers_, threshold_));
        SignersProposal memory open = signersProposal;
        if (proposal != open.proposal) revert NoSuchProposal(proposal, open.proposal);
        _checkTime(open.executableAt);
        delete signersProposal;
        _setSigners(signers_, threshold_);
    }

    /// @inheritdoc IFeedGovernance
    function cancelSigners(bytes32 proposal) external onlyOwnerOrGuardian {
        bytes32 open = signersProposal.proposal;
        if (proposal != open || open == 0) revert NoSuchProposal(proposal, open);
        delete signersProposal;
        emit SignersProposalCancelled(proposal, msg.sender);
    }

    function _checkSigners(address[] memory signers_, uint256 threshold_) private pure {
        uint256 count = signers_.length;
        if (threshold_ == 0 || threshold_ > count || count > MAX_SIGNERS) revert BadThreshold(threshold_, count);
        address previous = address(0);
        for (uint256 i = 0; i < count; ++i) {
            address signer = signers_[i];
            if (signer <= previous) revert BadSigner(i, signer);
            previous = signer;
        }
    }

    /// @dev The list has been checked.
    function _setSigners(address[] memory signers_, uint256 threshold_) private {
        address[] memory former = _signers;
        for (uint256 i = 0; i < former.length; ++i) {
            _isSigner[former[i]] = false;
        }
        for (uint256 i = 0; i < signers_.length; ++i) {
            _isSigner[signers_[i]] = true;
        }
        _signers = signers_;
        _head = _head.withThreshold(threshold_);
        emit SignersSet(signers_, threshold_);
    }
}
