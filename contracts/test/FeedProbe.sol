// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IFeedGovernance} from "../interfaces/IFeedGovernance.sol";
import {IProvenFeed} from "../interfaces/IProvenFeed.sol";

/// @title All that a feed says of itself, in one call, for tests that compare it with a model of it
contract FeedProbe {
    struct State {
        address owner;
        address pendingOwner;
        address guardian;
        bool paused;
        uint256 threshold;
        address[] signers;
        bytes32 signersProposal;
        uint256 signersExecutableAt;
        uint64 heldRound;
        uint64 heldObservedAt;
        int256 heldAnswer;
        uint80 round;
        int256 answer;
        uint256 updatedAt;
        uint256[] keyStatuses;
        uint256[] keyTimes;
        bool[] isSigner;
        int256[] values;
        int256[] history;
    }

    /// @param feed The feed.
    /// @param models Model ids whose keys are asked for.
    /// @param accounts Accounts that may be signers.
    /// @param rounds Rounds whose answers are asked for; the least number there is stands for a round that is not.
    function observe(
        IProvenFeed feed,
        bytes32[] calldata models,
        address[] calldata accounts,
        uint64[] calldata rounds
    ) external view returns (State memory state) {
        state.owner = feed.owner();
        state.pendingOwner = feed.pendingOwner();
        state.guardian = feed.guardian();
        state.paused = feed.paused();
        state.threshold = feed.threshold();
        state.signers = feed.signers();
        (state.signersProposal, state.signersExecutableAt) = feed.signersProposal();
        (state.heldRound, state.heldObservedAt, state.heldAnswer) = feed.heldReport();
        try feed.latestRoundData() returns (uint80 round, int256 answer, uint256, uint256 updatedAt, uint80) {
            (state.round, state.answer, state.updatedAt) = (round, answer, updatedAt);
            (,,, state.values) = feed.latestValues();
        } catch {}
        state.keyStatuses = new uint256[](models.length);
        state.keyTimes = new uint256[](models.length);
        for (uint256 i = 0; i < models.length; ++i) {
            IFeedGovernance.KeyStatus status;
            (status,,, state.keyTimes[i]) = feed.keyOf(models[i]);
            state.keyStatuses[i] = uint256(status);
        }
        state.isSigner = new bool[](accounts.length);
        for (uint256 i = 0; i < accounts.length; ++i) {
            state.isSigner[i] = feed.isSigner(accounts[i]);
        }
        state.history = new int256[](rounds.length);
        for (uint256 i = 0; i < rounds.length; ++i) {
            state.history[i] = type(int256).min;
            try feed.getRoundData(rounds[i]) returns (uint80, int256 answer, uint256, uint256, uint80) {
                state.history[i] = answer;
            } catch {}
        }
    }
}
