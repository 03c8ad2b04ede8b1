// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IFeedGovernance} from "../interfaces/IFeedGovernance.sol";
import {Head} from "./PackedState.sol";

/// @title Owner, guardian and pause
abstract contract FeedOwnership is IFeedGovernance {
    /// @notice For how long a proposal can be executed once its delay is over.
    uint256 public constant PROPOSAL_LIFETIME = 14 days;
    /// @notice The shortest delay a feed can be created with.
    uint256 public constant LEAST_DELAY = 1 hours;
    /// @notice The longest delay a feed can be created with.
    uint256 public constant GREATEST_DELAY = 30 days;

    /// @dev Threshold and pause are in here because every submission reads them with the rest.
    Head internal _head;
    /// @inheritdoc IFeedGovernance
    address public owner;
    /// @inheritdoc IFeedGovernance
    address public pendingOwner;
    /// @inheritdoc IFeedGovernance
    address public guardian;

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotOwner(msg.sender, owner);
        _;
    }

    modifier onlyOwnerOrGuardian() {
        if (msg.sender != owner && msg.sender != guardian) revert NotOwnerOrGuardian(msg.sender, owner, guardian);
        _;
    }

    constructor(address owner_, address guardian_) {
        if (owner_ == address(0)) revert ZeroOwner();
        owner = owner_;
        guardian = guardian_;
        emit OwnershipTransferred(address(0), owner_);
        emit GuardianSet(address(0), guardian_);
    }

    /// @inheritdoc IFeedGovernance
    function transferOwnership(address to) external onlyOwner {
        pendingOwner = to;
        emit OwnershipOffered(msg.sender, to);
    }

    /// @inheritdoc IFeedGovernance
    function acceptOwnership() external {
        if (msg.sender != pendingOwner) revert NotPendingOwner(msg.sender, pendingOwner);
        emit OwnershipTransferred(owner, msg.sender);
        owner = msg.sender;
        pendingOwner = address(0);
    }

    /// @inheritdoc IFeedGovernance
    function setGuardian(address to) external onlyOwner {
        emit GuardianSet(guardian, to);
        guardian = to;
    }

    /// @inheritdoc IFeedGovernance
    function pause() external onlyOwnerOrGuardian {
        if (_head.isPaused()) revert FeedPaused();
        _head = _head.withPaused(true);
        emit Paused(msg.sender);
    }

    /// @inheritdoc IFeedGovernance
    function unpause() external onlyOwner {
        if (!_head.isPaused()) revert FeedNotPaused();
        _head = _head.withPaused(false);
        emit Unpaused(msg.sender);
    }

    /// @dev A delay within bounds.
    function _checkedDelay(uint256 delay) internal pure returns (uint256) {
        if (delay < LEAST_DELAY || delay > GREATEST_DELAY) revert BadDelay(delay, LEAST_DELAY, GREATEST_DELAY);
        return delay;
    }

    /// @dev Reverts unless a proposal's delay is over and its life is not.
    function _checkTime(uint256 executableAt) internal view {
        if (block.timestamp < executableAt) revert DelayNotOver(block.timestamp, executableAt);
        uint256 expiredAt = executableAt + PROPOSAL_LIFETIME;
        if (block.timestamp >= expiredAt) revert ProposalExpired(block.timestamp, expiredAt);
    }
}
