// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_MEMORY_HPP
#define PULLBACK_RUN_LANE_MEMORY_HPP

#include <pullback/math/joined_lanes.hpp>
#include <pullback/math/lane_masks.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/vector_types.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/shape/range.hpp>

#include <boost/hana/at.hpp>

#include <cstddef>
#include <limits>
#include <type_traits>
#include <utility>

// What lanes hold, and which numbers of many turns of a loop lie side by side in memory.

namespace pullback::engine::run {

template <class Built, class T, class Arguments, class Results, class Policy = checkpoints::none_policy>
class lane_memory : public loop_run<Built, T, Arguments, Results, Policy> {
    using base = loop_run<Built, T, Arguments, Results, Policy>;

public:
    using base::base;

protected:
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    static constexpr int nodes = std::remove_cvref_t<decltype(code)>::node_count;

    /// What the nodes are in the turns that run at once. The index of their loop is that of the first of them.
    template <int Vectors>
    struct state {
        math::lanes<T, Vectors> numbers[nodes + 1];
        math::lane_mask<T, Vectors> conditions[nodes + 1];
        math::lanes<T, Vectors> best[nodes + 1];
        math::lane_integers<T, Vectors> places[nodes + 1];
    };

    /// Two numbers of a reduction in one.
    template <loop_step Step, class Numbers>
    [[gnu::always_inline]] static Numbers join(const Numbers& x, const Numbers& y) {
        PULLBACK_CONTRACT_LANES
        if constexpr (Step == loop_step::sum) return x + y;
        else if constexpr (Step == loop_step::product) return x * y;
        else if constexpr (Step == loop_step::maximum) return y > x ? y : x;
        else return y < x ? y : x;
    }
    template <loop_step Step, int Vectors>
    [[gnu::always_inline]] static math::lanes<T, Vectors> join_lanes(const math::lanes<T, Vectors>& x,
                                                                     const math::lanes<T, Vectors>& y) {
        using vector = typename math::lanes<T, Vectors>::vector;
        return math::lanes<T, Vectors>::by_vectors(
            [](vector a, vector b) __attribute__((always_inline)) { return join<Step, vector>(a, b); }, x, y);
    }
    /// All lanes in one number.
    template <loop_step Step, int Vectors>
    [[gnu::always_inline]] static T join_all(const math::lanes<T, Vectors>& x) {
        return math::joined_lanes(
            x, []<class N>(const N& a, const N& b) __attribute__((always_inline)) { return join<Step, N>(a, b); });
    }

    /// Whether the integers of lanes, which are as wide as their numbers, count all turns.
    [[gnu::always_inline]] bool counts_all_turns() const {
        using integer = typename math::vector_of<T>::integer;
        if constexpr (sizeof(integer) >= sizeof(std::ptrdiff_t)) return true;
        bool counts = true;
        base::for_each(std::make_integer_sequence<int, code.tables.extent_count>{},
                       [&](auto i) __attribute__((always_inline)) {
                           counts = counts && this->extents_[i()] <= std::numeric_limits<integer>::max();
                       });
        return counts;
    }

    /// Whether the scalars that an access reaches in successive turns lie side by side in a container.
    template <int Access, int Index, class Container>
    static constexpr bool is_side_by_side() {
        constexpr array_access at = code.accesses[Access];
        constexpr int dimension = detail::contiguous_dimension<Container>;
        if constexpr (dimension < 0 || code.tables.arrays[at.array].size != 1) return false;
        else if constexpr (at.subscripts[dimension] != Index || at.offsets[dimension] != 0) return false;
        else if constexpr (!std::is_same_v<std::remove_const_t<typename range_data<Container>::element>, T>)
            return false;
        else {
            for (int d = 0; d < range_data<Container>::dimensions; ++d) {
                const int subscript = at.subscripts[d];
                if (d != dimension && subscript == Index) return false;
                if (subscript < 0 && run::differs_in(code, ~subscript, Index)) return false;
            }
            return true;
        }
    }
    template <int Argument>
    struct container_in {
        using pointers = std::conditional_t<(Argument >= 0), Arguments, Results>;
        static constexpr auto number = static_cast<std::size_t>(Argument >= 0 ? Argument : -1 - Argument);
        using type = std::remove_cvref_t<decltype(*boost::hana::at_c<number>(std::declval<const pointers&>()))>;
    };
    template <int Access>
    using container_of = typename container_in<code.tables.arrays[code.accesses[Access].array].argument>::type;
    template <int Access, int Index>
    static constexpr bool is_vector = is_side_by_side<Access, Index, container_of<Access>>();

    template <int Index>
    static constexpr bool is_vector_read(int access) {
        return [&]<int... I>(std::integer_sequence<int, I...>) {
            bool is = false;
            ((I == access ? void(is = is_read_as_vector<I, Index>()) : void()), ...);
            return is;
        }(std::make_integer_sequence<int, code.access_count>{});
    }
    template <int Access, int Index>
    static constexpr bool is_read_as_vector() {
        if constexpr (code.tables.arrays[code.accesses[Access].array].argument >= 0) return is_vector<Access, Index>;
        else return false;
    }

    /// The same of what is kept, which `Reader`, if it is a node, reads in other turns.
    template <int Array, int Reader, int Index>
    static constexpr bool is_kept_side_by_side() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (array.store >= 0 && !base::owns_array(Array)) {
            return Reader < 0 && is_vector<code.stores[array.store].access, Index>;
        } else {
            if (array.dimensions == 0 || plan.arrays[array.record].record_size != 1) return false;
            for (int d = 0; d < array.dimensions; ++d) {
                const int index = index_read<Reader>(array.indices[d]);
                if ((index == Index) != (d == array.dimensions - 1)) return false;
            }
            return true;
        }
    }
    template <int Reader>
    static constexpr int index_read(int own) {
        if constexpr (Reader < 0) return own;
        else return code.turn_reads[name_in(code.maker_of(Reader))].at(own);
    }
    template <int Array, int Index>
    static constexpr bool is_kept_for_each() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (array.store >= 0)
            return record::contains(code.indices_of_access(code.stores[array.store].access), Index);
        for (int d = 0; d < array.dimensions; ++d)
            if (array.indices[d] == Index) return true;
        return false;
    }

    /// Acts in each turn, `act(lane)`, with the index and the subscripts of that turn.
    template <int Access, int Index, int Vectors, class Act>
    [[gnu::always_inline]] void for_lanes(const state<Vectors>& lanes, Act act) {
        const std::ptrdiff_t first = this->index_[Index];
        base::for_each(std::make_integer_sequence<int, math::lanes<T, Vectors>::size>{},
                       [&](auto lane) __attribute__((always_inline)) {
                           this->index_[Index] = first + lane();
                           if constexpr (Access >= 0) set_subscripts<Access, Index>(lanes, lane());
                           act(lane());
                       });
        this->index_[Index] = first;
    }
    template <int Access, int Index, int Vectors>
    [[gnu::always_inline]] void set_subscripts(const state<Vectors>& lanes, int lane) {
        base::for_each(std::make_integer_sequence<int, most_dimensions>{}, [&](auto d) __attribute__((always_inline)) {
            constexpr int node = ~code.accesses[Access].subscripts[d()];
            if constexpr (node >= code.input_count && run::differs_in(code, node, Index)) {
                if constexpr (code.step_of(node) == loop_step::element)
                    set_subscripts<name_in(code.maker_of(node)), Index>(lanes, lane);
                else this->integers_[node] = lanes.places[node][lane];
            }
        });
    }
};

} // namespace pullback::engine::run

#endif
