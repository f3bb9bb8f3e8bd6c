// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RECORD_INDEX_SET_HPP
#define PULLBACK_RECORD_INDEX_SET_HPP

#include <pullback/program/loops.hpp>

namespace pullback::engine::record {

using index_set = unsigned;

constexpr index_set set_of(int index) { return 1u << index; }
constexpr bool contains(index_set set, int index) { return (set >> index & 1u) != 0; }

/// The indices that the subscripts of an access depend on; `indices_of_node(node)` says it of a node that is one.
constexpr index_set indices_of_subscripts(const loop_tables& tables, const array_access& at,
                                          const auto& indices_of_node) {
    index_set set = 0;
    for (const int subscript : at.subscripts)
        if (subscript < 0) set |= indices_of_node(~subscript);
        else if (is_index_subscript(subscript)) set |= tables.indices[subscript].within;
    return set;
}

} // namespace pullback::engine::record

#endif
