// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Volatilities by strike and expiry, in the shape of Derive's volatility feeds
interface IVolatilityReader {
    error ExpiryPassed(uint64 expiry, uint256 now_);
    error StaleVolatility(uint256 observedAt, uint256 now_, uint256 maxAge);
    /// @dev Not a volatility: the feed's value is negative.
    error NegativeVolatility(int256 value);

    /// @param strike Of the option, with 18 decimals.
    /// @param expiry Of the option, in seconds since 1970.
    /// @return vol Annualised, with 18 decimals: 0.6e18 is 60 %.
    /// @return confidence From 0 to 1e18, which is the best.
    function getVol(uint128 strike, uint64 expiry) external view returns (uint256 vol, uint256 confidence);

    /// @return confidence The least confidence of any strike of this expiry.
    function getExpiryMinConfidence(uint64 expiry) external view returns (uint256 confidence);
}
