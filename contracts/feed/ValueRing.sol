// SPDX-License-Identifier: MIT
pragma solidity 0.8.28;

/// @title The values of the last rounds, in as few slots as they fit
/// @dev Three to a slot, 85 bits each, where all of a round's values lie within ±2^84 (67 million at 48 fractional bits are
/// 2^74); else two to a slot. The first of a slot is in its lowest bits. A round's place is its sequence number modulo
/// the ring's length, which is one more than the number of rounds that can be read: the place of the next round holds
/// what can no longer be read, and meanwhile the values of a report that the breaker holds.
abstract contract ValueRing {
    uint256 private constant NARROW_BITS = 85;
    uint256 private constant WIDE_BITS = 128;

    uint256 private immutable _count;
    uint256 private immutable _places;
    uint256 private immutable _slotsPerPlace;
    /// @dev At most 255 places of 128 slots.
    uint256[1 << 15] private _slots;

    constructor(uint256 count, uint256 places) {
        _count = count;
        _places = places;
        _slotsPerPlace = (count + 1) / 2;
    }

    /// @param magnitudes All values' magnitudes, or-ed; of a negative value its complement.
    /// @return True where two values to a slot are all that fit.
    function _needsWide(uint256 magnitudes) internal pure returns (bool) {
        return magnitudes >> (NARROW_BITS - 1) != 0;
    }

    function _writeValues(int256[] calldata values, uint256 sequence, bool wide) internal {
        unchecked {
            uint256 slot = (sequence % _places) * _slotsPerPlace;
            uint256 bits = wide ? WIDE_BITS : NARROW_BITS;
            uint256 perSlot = wide ? 2 : 3;
            uint256 mask = (1 << bits) - 1;
            uint256 count = values.length;
            uint256 next = 0;
            while (next < count) {
                uint256 end = next + perSlot > count ? count : next + perSlot;
                uint256 word = 0;
                for (uint256 shift = 0; next < end; ++next) {
                    word |= (uint256(values[next]) & mask) << shift;
                    shift += bits;
                }
                _slots[slot++] = word;
            }
        }
    }

    function _readValues(uint256 sequence, bool wide) internal view returns (int256[] memory values) {
        values = new int256[](_count);
        uint256 first = (sequence % _places) * _slotsPerPlace;
        uint256 bits = wide ? WIDE_BITS : NARROW_BITS;
        uint256 perSlot = wide ? 2 : 3;
        for (uint256 i = 0; i < values.length; ++i) {
            uint256 word = _slots[first + i / perSlot] >> ((i % perSlot) * bits);
            // Sign extended from the field's own width.
            values[i] = int256(word << (256 - bits)) >> (256 - bits);
        }
    }
}
