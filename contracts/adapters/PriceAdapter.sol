// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

import {IPriceReader} from "../interfaces/IPriceReader.sol";
import {IReadableFeed} from "../interfaces/IReadableFeed.sol";

/// @title A feed's price for consumers of Pyth's interface
/// @notice `id` is the feed's feedId. The exponent is -8. The confidence is a fixed part of the price: the model proves that
/// every market that counts lies within its outlier bound of the median, so with `confidenceLimit` at that bound
/// the true median of the markets that count cannot be told apart from the price by more.
contract PriceAdapter is IPriceReader {
    uint256 private constant BASIS_POINTS = 10_000;

    /// @notice The feed that is read.
    IReadableFeed public immutable feed;
    /// @notice Its identifier.
    bytes32 public immutable feedId;
    /// @notice The confidence as a part of the price, in basis points.
    uint256 public immutable confidenceLimit;
    uint256 private immutable _validTimePeriod;
    int32 private immutable _exponent;

    /// @dev A confidence of nothing, or of everything, is none.
    error BadConfidence(uint256 given, uint256 least, uint256 greatest);

    /// @param feed_ The feed to read.
    /// @param confidenceLimit_ Basis points of the price, 1 to 9,999: the model's `outlier_bp`.
    /// @param validTimePeriod The age that `getPrice` asks for, in seconds.
    constructor(IReadableFeed feed_, uint256 confidenceLimit_, uint256 validTimePeriod) {
        if (confidenceLimit_ == 0 || confidenceLimit_ >= BASIS_POINTS) {
            revert BadConfidence(confidenceLimit_, 1, BASIS_POINTS - 1);
        }
        feed = feed_;
        feedId = feed_.feedId();
        confidenceLimit = confidenceLimit_;
        _validTimePeriod = validTimePeriod;
        _exponent = -int32(uint32(feed_.decimals()));
    }

    /// @inheritdoc IPriceReader
    function getPriceUnsafe(bytes32 id) public view returns (Price memory price) {
        if (id != feedId) revert PriceFeedNotFound(id, feedId);
        (, int256 answer,, uint256 updatedAt,) = feed.latestRoundData();
        if (answer != int64(answer)) revert PriceDoesNotFit(answer);
        uint256 magnitude = answer < 0 ? uint256(-answer) : uint256(answer);
        // Rounded up: a confidence is never better than it is.
        uint256 confidence = (magnitude * confidenceLimit + BASIS_POINTS - 1) / BASIS_POINTS;
        return Price(int64(answer), uint64(confidence), _exponent, updatedAt);
    }

    /// @inheritdoc IPriceReader
    function getPriceNoOlderThan(bytes32 id, uint256 age) public view returns (Price memory price) {
        price = getPriceUnsafe(id);
        uint256 distance =
            price.publishTime > block.timestamp ? price.publishTime - block.timestamp : block.timestamp - price.publishTime;
        if (distance > age) revert StalePrice(price.publishTime, block.timestamp, age);
    }

    /// @inheritdoc IPriceReader
    function getPrice(bytes32 id) external view returns (Price memory price) {
        return getPriceNoOlderThan(id, _validTimePeriod);
    }

    /// @inheritdoc IPriceReader
    function getValidTimePeriod() external view returns (uint256) {
        return _validTimePeriod;
    }
}
