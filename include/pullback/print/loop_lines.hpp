// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_LINES_HPP
#define PULLBACK_PRINT_LOOP_LINES_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/print/loop_use.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/stack.hpp>

namespace pullback::detail {

/// One line of a printed program with loops: what is done, or the end of a loop.
struct loop_line {
    engine::optimise::loop_item item;
    int depth = 0;
    bool is_end = false;
};

template <int Size>
struct loop_line_list {
    loop_line lines[Size + 1]{};
};

template <class Listing>
constexpr void list_lines(engine::stack<loop_line>& lines, int region, int depth) {
    using engine::optimise::loop_action;
    const auto& plan = Listing::plan;
    const auto& use = use_in_loops<typename Listing::built, typename Listing::names_of::results>;
    for (int i = plan.regions[region].first; i < plan.regions[region].first + plan.regions[region].count; ++i) {
        const engine::optimise::loop_item& item = plan.items[i];
        if (!use.has_item(item) || (item.action == loop_action::compute && !Listing::has_line(item.node))) continue;
        lines.push({item, depth, false});
        if (item.action != loop_action::loop) continue;
        detail::list_lines<Listing>(lines, item.region, depth + 1);
        lines.push({item, depth, true});
    }
}

template <class Listing>
constexpr int count_lines() {
    engine::stack<loop_line> lines;
    detail::list_lines<Listing>(lines, 0, 0);
    return lines.size();
}

/// What is printed of the plan, in order. A constant, so that a long text can be printed in pieces.
template <class Listing>
inline constexpr auto loop_lines = [] {
    loop_line_list<count_lines<Listing>()> list;
    engine::stack<loop_line> lines;
    detail::list_lines<Listing>(lines, 0, 0);
    for (int i = 0; i < lines.size(); ++i) list.lines[i] = lines[i];
    return list;
}();

} // namespace pullback::detail

#endif
