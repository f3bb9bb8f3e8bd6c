// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LANE_MEMORY_HPP
#define PULLBACK_RUN_LANE_MEMORY_HPP

#include <pullback/always_inline.hpp>
#include <pullback/math/joined_lanes.hpp>
#include <pullback/math/lane_masks.hpp>
#include <pullback/math/lane_numbers.hpp>
#include <pullback/math/used_lanes.hpp>
#include <pullback/math/vector_types.hpp>
#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/index_set.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/run/checkpoints.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/lane_choice.hpp>
#include <pullback/run/lane_costs.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/run/reductions.hpp>
#include <pullback/run/tile_choice.hpp>
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
    /// Whether rows are copied, for which there must be memory.
    static constexpr bool copies_rows() {
        bool copies = false;
        for_lane_regions([&](auto region) { for_packed_arrays<region()>([&](auto) { copies = true; }); });
        return copies;
    }

protected:
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    static constexpr int nodes = std::remove_cvref_t<decltype(code)>::node_count;

    /// What the nodes are in the turns that run at once, in the lanes that are used. The index of their loop is that of
    /// the first of them.
    template <class Used>
    struct state : Used {
        typename Used::numbers numbers[nodes + 1];
        typename Used::truths conditions[nodes + 1];
        typename Used::numbers best[nodes + 1];
        typename Used::integers places[nodes + 1];
    };

    /// Two numbers of a reduction in one.
    template <loop_step Step, class Numbers>
    PULLBACK_ALWAYS_INLINE static Numbers join(const Numbers& x, const Numbers& y) {
        PULLBACK_CONTRACT_LANES
        if constexpr (Step == loop_step::sum) return x + y;
        else if constexpr (Step == loop_step::product) return x * y;
        else if constexpr (Step == loop_step::maximum) return y > x ? y : x;
        else return y < x ? y : x;
    }
    template <loop_step Step, int Vectors>
    PULLBACK_ALWAYS_INLINE static math::lanes<T, Vectors> join_lanes(const math::lanes<T, Vectors>& x,
                                                                     const math::lanes<T, Vectors>& y) {
        using vector = typename math::lanes<T, Vectors>::vector;
        return math::lanes<T, Vectors>::by_vectors(
            [](vector a, vector b) PULLBACK_ALWAYS_INLINE { return join<Step, vector>(a, b); }, x, y);
    }
    /// The terms of a reduction in lanes that are used, and what changes no sum and no product in the others. An
    /// extremum is the same with terms that are there twice.
    template <loop_step Step, class Used>
    PULLBACK_ALWAYS_INLINE static typename Used::numbers terms_of(const state<Used>& lanes,
                                                                  const typename Used::numbers& x) {
        if constexpr (Step == loop_step::sum || Step == loop_step::product)
            return lanes.used_or(x, run::first_value<T>(Step));
        else return x;
    }
    /// Vectors in one, in the order in which `join_all` begins.
    template <loop_step Step, int Vectors>
    PULLBACK_ALWAYS_INLINE static math::lanes<T, 1> join_vectors(const math::lanes<T, Vectors>& x) {
        if constexpr (Vectors == 1) {
            return x;
        } else {
            math::lanes<T, Vectors / 2> low, high;
            math::vectors::for_each_vector<Vectors / 2>([&](auto i) PULLBACK_ALWAYS_INLINE {
                low.vectors[i()] = x.vectors[i()];
                high.vectors[i()] = x.vectors[i() + Vectors / 2];
            });
            return join_vectors<Step>(join_lanes<Step>(low, high));
        }
    }
    /// All lanes in one number.
    template <loop_step Step, int Vectors>
    PULLBACK_ALWAYS_INLINE static T join_all(const math::lanes<T, Vectors>& x) {
        return math::joined_lanes(
            x, []<class N>(const N& a, const N& b) PULLBACK_ALWAYS_INLINE { return join<Step, N>(a, b); });
    }

    /// Whether the integers of lanes, which are as wide as their numbers, count all turns.
    static constexpr bool always_counts_all_turns =
        sizeof(typename math::vector_of<T>::integer) >= sizeof(std::ptrdiff_t);
    PULLBACK_ALWAYS_INLINE bool counts_all_turns() const {
        using integer = typename math::vector_of<T>::integer;
        if constexpr (always_counts_all_turns) return true;
        bool counts = true;
        base::for_each(std::make_integer_sequence<int, code.tables.extent_count>{}, [&](auto i) PULLBACK_ALWAYS_INLINE {
            counts = counts && this->extents_[i()] <= std::numeric_limits<integer>::max();
        });
        return counts;
    }

    /// Whether the scalars that an access reaches in successive turns lie side by side in a container, or would if all
    /// neighbours were there.
    template <int Access, int Index, class Container, bool WithNeighbours>
    static constexpr bool is_side_by_side() {
        constexpr array_access at = code.accesses[Access];
        constexpr int dimension = detail::contiguous_dimension<Container>;
        if constexpr (dimension < 0 || code.tables.arrays[at.array].size != 1) return false;
        else if constexpr (at.subscripts[dimension] != Index) return false;
        else if constexpr (at.offsets[dimension] != 0 && !WithNeighbours) return false;
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
    template <int Access, int Index, bool WithNeighbours = false>
    static constexpr bool is_vector = is_side_by_side<Access, Index, container_of<Access>, WithNeighbours>();

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
        if constexpr (code.tables.arrays[code.accesses[Access].array].argument >= 0)
            return is_vector<Access, Index, true> || is_packed_read<Access, Index>;
        else return false;
    }

    /// Whether a loop in one with lanes has lanes along its own index: not where what it reads for both lies side by
    /// side along the other one, as in a matrix by columns.
    template <int Region>
    static constexpr bool has_own_lanes() {
        if constexpr (Region < 0) return false;
        else if constexpr (run::lanes_of<program>.inside[Region] == inner_lanes::of_outer) return false;
        else {
            constexpr int own = plan.regions[Region].index, around = plan.regions[plan.regions[Region].parent].index;
            int along = 0, across = 0;
            for (int i = 0; i < plan.regions[Region].count; ++i) {
                const optimise::loop_item& item = plan.items[plan.regions[Region].first + i];
                if (item.action != optimise::loop_action::compute || code.step_of(item.node) != loop_step::element ||
                    !run::differs_in(code, item.node, own) || !run::differs_in(code, item.node, around))
                    continue;
                const int access = name_in(code.maker_of(item.node));
                along += is_vector_read<own>(access) ? 1 : 0;
                across += is_vector_read<around>(access) ? 1 : 0;
            }
            return along >= across;
        }
    }
    static constexpr bool has_own_lanes(int region) {
        bool has = false;
        base::for_each(std::make_integer_sequence<int, plan.region_count>{},
                       [&](auto each) { has = has || (each() == region && has_own_lanes<each()>()); });
        return has;
    }
    /// How many vectors run side by side in a loop with lanes.
    template <int Region>
    static constexpr int vectors_of = run::vectors_in(
        code, plan, Region, [](int access) { return is_vector_read<plan.regions[Region].index>(access); },
        [](int region) { return has_own_lanes(region); });

    // Arrays that are kept for the turns that run at once.

    template <int Array, int Index>
    static constexpr bool is_wide = run::is_wide(code, plan, Array, Index);
    /// How many lanes such an array has at most, or 0.
    template <int Array>
    static constexpr int lanes_of_kept() {
        int most = 0;
        for_lane_regions([&](auto region) {
            constexpr int index = plan.regions[region()].index;
            if constexpr (is_wide<Array, index>) {
                constexpr int size = math::lanes<T, vectors_of<region()>>::size;
                run::for_items_in(plan, region(), [&](const optimise::loop_item& item, int) {
                    if (item.array == Array && size > most) most = size;
                });
            }
        });
        return most;
    }
    template <class Act>
    static constexpr void for_lane_regions(Act act) {
        base::for_each(std::make_integer_sequence<int, plan.region_count>{}, [&](auto region) {
            if constexpr (run::lanes_of<program>.has_lanes[region()]) act(region);
        });
    }
    /// Finds places for the arrays of the chunks of a loop, or where `Owner` is -1, for all others, behind `size`
    /// numbers.
    template <int Owner>
    PULLBACK_ALWAYS_INLINE void place_lanes(std::ptrdiff_t& size) {
        base::for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto array) PULLBACK_ALWAYS_INLINE {
            constexpr int count = lanes_of_kept<array()>();
            if constexpr (count > 0 && chunk_memory<program, T, Policy>::owner_of(array()) == Owner) {
                first_in_lanes_[array()] = size;
                size += this->template count_kept<array()>() * count;
            }
        });
        for_lane_regions([&](auto region) PULLBACK_ALWAYS_INLINE {
            if constexpr (chunk_memory<program, T, Policy>::owner_of_loop(region()) == Owner)
                for_packed_arrays<region()>([&](auto array) PULLBACK_ALWAYS_INLINE {
                    first_of_rows_[region() * code.tables.array_count + array()] = size;
                    size += this->extents_[code.tables.arrays[array()].extents[1]] *
                            math::lanes<T, vectors_of<region()>>::size;
                });
        });
    }

    // Copies of rows, a column side by side.

    template <int Access, int Index>
    static constexpr bool is_packed_read =
        run::reads_rows(code, Access, Index) && run::packs_rows(code, plan, Index, code.accesses[Access].array);
    template <int Region, class Act>
    PULLBACK_ALWAYS_INLINE static constexpr void for_packed_arrays(Act act) {
        base::for_each(std::make_integer_sequence<int, code.tables.array_count>{},
                       [&](auto array) PULLBACK_ALWAYS_INLINE {
                           if constexpr (packs<Region, array()>()) act(array);
                       });
    }
    template <int Region, int Array>
    static constexpr bool packs() {
        bool is_read = false;
        run::for_reads_of_rows(code, plan, Region, Array, [&](int) { is_read = true; });
        return is_read && run::packs_rows(code, plan, plan.regions[Region].index, Array);
    }
    /// Copies the rows of the turns that run at once.
    template <int Region, class Used>
    PULLBACK_ALWAYS_INLINE void pack_rows(const state<Used>& lanes, std::ptrdiff_t first) {
        for_packed_arrays<Region>([&](auto array) PULLBACK_ALWAYS_INLINE {
            constexpr int size = Used::size, argument = code.tables.arrays[array()].argument;
            const auto& container = *boost::hana::at_c<argument>(this->arguments_);
            using type = std::remove_cvref_t<decltype(container)>;
            T* const rows = memory_of_loop<Region>() + first_of_rows_[Region * code.tables.array_count + array()];
            const std::ptrdiff_t columns = this->extents_[code.tables.arrays[array()].extents[1]];
            for (std::ptrdiff_t k = 0; k < columns; ++k)
                for (int lane = 0; lane < size; ++lane)
                    rows[k * size + lane] =
                        static_cast<T>(detail::scalar_in<type, 0>(container, lanes.turn(first, lane), k));
            rows_[array()] = rows;
        });
    }
    template <int Region>
    PULLBACK_ALWAYS_INLINE T* memory_of_loop() const {
        constexpr int owner = chunk_memory<program, T, Policy>::owner_of_loop(Region);
        if constexpr (owner >= 0) return this->template memory_of_owner<owner>();
        else return this->work_;
    }
    template <int Array, int Reader, class Used>
    PULLBACK_ALWAYS_INLINE T* wide() {
        constexpr int size = Used::size;
        return this->template memory_of<Array>() + first_in_lanes_[Array] +
               this->template place_in_kept<Array, Reader>() * size;
    }
    template <int Array, class Used>
    PULLBACK_ALWAYS_INLINE void begin_wide(T value) {
        T* const first = this->template memory_of<Array>() + first_in_lanes_[Array];
        const std::ptrdiff_t count = this->template count_kept<Array>() * Used::size;
        for (std::ptrdiff_t i = 0; i < count; ++i) first[i] = value;
    }

    /// The same of what is kept, which `Reader`, if it is a node, reads in other turns.
    template <int Array, int Reader, int Index, bool WithNeighbours = false>
    static constexpr bool is_kept_side_by_side() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (array.store >= 0 && !base::owns_array(Array)) {
            return Reader < 0 && is_vector<code.stores[array.store].access, Index>;
        } else {
            if (array.dimensions == 0) return false;
            if (plan.arrays[array.record].record_size != 1 && !base::keeps_rows_apart(Array)) return false;
            if (chooses_turn<Reader, Index>()) return false;
            for (int d = 0; d < array.dimensions; ++d) {
                const int index = index_read<Reader>(array.indices[d]);
                if ((index == Index) != (d == array.dimensions - 1)) return false;
                // Neighbours lie one place further, but for those that are not there.
                if (!WithNeighbours && index == Index && offset_read<Reader>(array.indices[d]) != 0) return false;
            }
            return true;
        }
    }
    template <int Reader>
    static constexpr int index_read(int own) {
        if constexpr (Reader < 0) return own;
        else return code.turn_reads[name_in(code.maker_of(Reader))].at(own);
    }
    template <int Reader>
    static constexpr int offset_read(int own) {
        if constexpr (Reader < 0) return 0;
        else return code.turn_reads[name_in(code.maker_of(Reader))].offset_at(own);
    }
    /// Whether a node says, in each turn of the loop with lanes, what turn a reader reads.
    template <int Reader, int Index>
    static constexpr bool chooses_turn() {
        if constexpr (Reader < 0) return false;
        else return run::differs_in(code, run::subscript_node_of(code, Reader), Index);
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

    /// Acts in each turn, `act(lane)`, with the index and the subscripts of that turn. What is read is read for lanes
    /// that are not used too, as in the last that is.
    template <int Access, int Index, class Used, class Act>
    PULLBACK_ALWAYS_INLINE void for_lanes(const state<Used>& lanes, Act act) {
        const std::ptrdiff_t first = this->index_[Index];
        base::for_each(std::make_integer_sequence<int, Used::size>{}, [&](auto lane) PULLBACK_ALWAYS_INLINE {
            this->index_[Index] = lanes.turn(first, lane());
            if constexpr (Access >= 0) set_subscripts<Access, Index>(lanes, lane());
            act(lane());
        });
        this->index_[Index] = first;
    }
    /// The same in lanes that are used only, for what writes.
    template <int Access, int Index, class Used, class Act>
    PULLBACK_ALWAYS_INLINE void for_used_lanes(const state<Used>& lanes, Act act) {
        for_lanes<Access, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
            if (lanes.is_used(lane)) act(lane);
        });
    }
    /// The same where `Reader` says which turns of other loops are meant, with what chooses them.
    template <int Reader, int Index, class Used, class Act>
    PULLBACK_ALWAYS_INLINE void for_turns_read(const state<Used>& lanes, Act act) {
        for_lanes<-1, Index>(lanes, [&](int lane) PULLBACK_ALWAYS_INLINE {
            if constexpr (chooses_turn<Reader, Index>())
                set_subscript<run::subscript_node_of(code, Reader), Index>(lanes, lane);
            act(lane);
        });
    }
    template <int Access, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void set_subscripts(const state<Used>& lanes, int lane) {
        base::for_each(std::make_integer_sequence<int, most_dimensions>{}, [&](auto d) PULLBACK_ALWAYS_INLINE {
            constexpr int node = ~code.accesses[Access].subscripts[d()];
            if constexpr (node >= code.input_count && run::differs_in(code, node, Index))
                set_subscript<node, Index>(lanes, lane);
        });
    }
    template <int Node, int Index, class Used>
    PULLBACK_ALWAYS_INLINE void set_subscript(const state<Used>& lanes, int lane) {
        if constexpr (code.step_of(Node) == loop_step::element)
            set_subscripts<name_in(code.maker_of(Node)), Index>(lanes, lane);
        else this->integers_[Node] = lanes.places[Node][lane];
    }

    std::ptrdiff_t first_in_lanes_[plan.array_count + 1];
    std::ptrdiff_t first_of_rows_[plan.region_count * code.tables.array_count + 1];
    const T* rows_[code.tables.array_count + 1];
};

} // namespace pullback::engine::run

#endif
