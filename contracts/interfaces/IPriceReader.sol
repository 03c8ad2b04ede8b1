// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Prices with confidence, exponent and publish time, in the shape that Pyth's consumers compile against
/// @notice Function names, types and the struct's layout are those of Pyth's `IPyth`, as far as a contract without
/// fees and without moving averages can offer them.
interface IPriceReader {
    /// @param price The price, times 10 ** -expo.
    /// @param conf How far off it may be, in the same unit.
    /// @param expo The power of ten of both.
    /// @param publishTime When the data was observed, in seconds since 1970.
    struct Price {
        int64 price;
        uint64 conf;
        int32 expo;
        uint256 publishTime;
    }

    error PriceFeedNotFound(bytes32 given, bytes32 expected);
    /// @dev The price is further from now than `age` seconds, in either direction.
    error StalePrice(uint256 publishTime, uint256 now_, uint256 age);
    error PriceDoesNotFit(int256 price);

    /// @notice The latest price, however old.
    function getPriceUnsafe(bytes32 id) external view returns (Price memory price);

    /// @notice The latest price; reverts with StalePrice where it is further than `age` seconds from now.
    function getPriceNoOlderThan(bytes32 id, uint256 age) external view returns (Price memory price);

    /// @notice As getPriceNoOlderThan, with the age this reader was created with.
    function getPrice(bytes32 id) external view returns (Price memory price);

    /// @notice That age, in seconds.
    function getValidTimePeriod() external view returns (uint256);
}
