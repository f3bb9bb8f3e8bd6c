// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_C_PLACES_HPP
#define PULLBACK_PRINT_LOOP_C_PLACES_HPP

#include <pullback/optimise/loop_plan.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/text.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/program/loops.hpp>

namespace pullback::detail {

/// Where a value that loops keep is in C: in the work memory or in a result.
template <class Listing, print_style Style>
struct loop_c_places {
    using names_of = typename Listing::names_of;
    using notations = typename Listing::notations;
    static constexpr const auto& code = Listing::built::code;
    static constexpr const auto& plan = Listing::plan;

    /// `behind`: 1 for the best number so far, which stands behind the place of an extremum. `reader`: -1, or what
    /// reads in other turns.
    static constexpr void write(text_writer& out, int array, int behind, int reader) {
        const engine::optimise::kept_array& kept = plan.arrays[array];
        if (kept.store >= 0) return notations::write_c_element(out, code.accesses[code.stores[kept.store].access]);
        const int size = plan.arrays[kept.record].record_size;
        const bool is_scaled = size > 1 && kept.dimensions > 0;
        out.put_all("kept", kept.record, '[');
        if (is_scaled) out.put_all(size, kept.dimensions > 1 ? " * (" : " * ");
        // ((i0 * n1) + i1) * n2 + i2
        for (int d = 2; d < kept.dimensions; ++d) out.put('(');
        for (int d = 0; d < kept.dimensions; ++d) {
            if (d > 1) out.put(')');
            if (d > 0) {
                out.put(" * ");
                names_of::write_extent(out, code.tables.indices[kept.indices[d]].extent);
                out.put(" + ");
            }
            notations::write_turn(out, kept.indices[d], reader);
        }
        if (is_scaled && kept.dimensions > 1) out.put(')');
        const int slot = kept.slot + behind;
        if (is_scaled && slot > 0) out.put_all(" + ", slot);
        if (kept.dimensions == 0) out.put(slot);
        out.put(']');
    }

    static constexpr const char* first_value(engine::loop_step step) {
        switch (step) {
            case engine::loop_step::scatter:
            case engine::loop_step::sum: return Style == print_style::c_float ? "0.0f" : "0.0";
            case engine::loop_step::product: return Style == print_style::c_float ? "1.0f" : "1.0";
            case engine::loop_step::maximum:
            case engine::loop_step::place_of_maximum: return "-INFINITY";
            default: return "INFINITY";
        }
    }
};

} // namespace pullback::detail

#endif
