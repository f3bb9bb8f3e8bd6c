// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_RUN_LOOP_IN_CHUNKS_HPP
#define PULLBACK_RUN_LOOP_IN_CHUNKS_HPP

#include <pullback/optimise/loop_blocks.hpp>
#include <pullback/optimise/loop_plan.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/program/program.hpp>
#include <pullback/run/chunk_choice.hpp>
#include <pullback/run/chunk_memory.hpp>
#include <pullback/run/chunk_policy.hpp>
#include <pullback/run/chunk_size.hpp>
#include <pullback/run/loop.hpp>
#include <pullback/run/reductions.hpp>
#include <pullback/run/thread_pool.hpp>
#include <pullback/shape/element.hpp>
#include <pullback/shape/range.hpp>

#include <boost/hana/at.hpp>

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>

// How a program with loops runs on several threads. The turns of a loop that stands in no other are cut into chunks. A
// chunk has a copy of all numbers, so that it runs as the loop does, and memory for what other chunks would write to as
// well. When all have ended, what they reduced is joined in the order of the turns.

namespace pullback::engine::run {

/// `Loops` is what runs turns: `loop_of_chunk`, or what runs many of them at once.
template <class Loops, class Built, class T, class Arguments, class Results, class Executor>
class loop_in_chunks : public Loops {
    using program = optimise::loop_program_for<Built, T>;
    static constexpr const auto& code = program::code;
    static constexpr const auto& plan = optimise::loops_of<program>;
    static constexpr const auto& cuts = cuts_of<program>;
    using one_by_one = loop_run<Built, T, Arguments, Results, chunk_policy<Executor>>;
    template <int... I, class Act>
    static void for_each(std::integer_sequence<int, I...> all, Act act) {
        one_by_one::for_each(all, act);
    }

public:
    using Loops::Loops;

    /// The numbers that are kept in memory, but for those of chunks.
    std::ptrdiff_t work_size() {
        place_own();
        return Loops::work_size();
    }
    /// The same where there is memory for so many.
    std::ptrdiff_t work_size_within(std::ptrdiff_t room)
        requires requires(Loops& loops) { loops.work_size_within(room); }
    {
        place_own();
        return Loops::work_size_within(room);
    }

private:
    void place_own() {
        for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto a) {
            if constexpr (cuts.owner[a()] >= 0 && plan.arrays[a()].record == a()) {
                std::ptrdiff_t& size = own_sizes_[cuts.owner[a()]];
                this->first_[a()] = size;
                size += this->template size_of_kept<a()>();
            }
        });
        for_each(std::make_integer_sequence<int, plan.region_count>{}, [&](auto region) {
            if constexpr (cuts.is_cut[region()]) Loops::template place_lanes<region()>(own_sizes_[region()]);
        });
    }

public:
    template <class Load>
    void run(Load load, T* work) {
        load(this->numbers_);
        this->work_ = work;
        std::ptrdiff_t size = 0;
        for (const std::ptrdiff_t each : own_sizes_) size += each;
        const std::unique_ptr<T[]> own = allocate(size);
        size = 0;
        for (int region = 0; region < plan.region_count; ++region) {
            this->own_[region] = own.get() + size;
            size += own_sizes_[region];
        }
        for_each(std::make_integer_sequence<int, plan.regions[0].count>{}, [&](auto i) {
            constexpr int number = plan.regions[0].first + i();
            constexpr optimise::loop_item item = plan.items[number];
            if constexpr (item.action == optimise::loop_action::loop && cuts.is_cut[item.region < 0 ? 0 : item.region])
                run_cut<item.region>();
            else Loops::template run_item<number>();
        });
    }

private:
    static std::unique_ptr<T[]> allocate(std::ptrdiff_t size) {
        return std::unique_ptr<T[]>(size > 0 ? new T[static_cast<std::size_t>(size)] : nullptr);
    }

    // What the chunks of a loop have of their own: nodes that are reductions over all turns, kept arrays, results.

    static constexpr bool is_reduced_in(const optimise::loop_item& item, int region) {
        if (item.action != optimise::loop_action::accumulate || item.array >= 0) return false;
        return !run::use_of_reduction(code, plan, item.node, region).is_begun_inside;
    }
    static constexpr int count_reductions(int region) {
        int count = 0;
        run::for_items_in(plan, region,
                          [&](const optimise::loop_item& item, int) { count += is_reduced_in(item, region) ? 1 : 0; });
        return count;
    }
    static constexpr int reduction(int region, int number) {
        int node = -1;
        run::for_items_in(plan, region, [&](const optimise::loop_item& item, int) {
            if (is_reduced_in(item, region) && number-- == 0) node = item.node;
        });
        return node;
    }
    /// Acts on each, `act(node, number)`.
    template <int Region, class Act>
    static void for_reductions(Act act) {
        for_each(std::make_integer_sequence<int, count_reductions(Region)>{}, [&](auto number) {
            constexpr int node = reduction(Region, number());
            act(std::integral_constant<int, node>{}, number);
        });
    }
    template <int Region, class Act>
    static void for_joined_arrays(Act act) {
        for_each(std::make_integer_sequence<int, plan.array_count>{}, [&](auto a) {
            if constexpr (cuts.owner[a()] == Region && cuts.is_joined[a()] && plan.arrays[a()].record == a()) act(a);
        });
    }
    template <int Region, class Act>
    static void for_added_arrays(Act act) {
        for_each(std::make_integer_sequence<int, code.tables.array_count>{}, [&](auto a) {
            if constexpr (run::use_of_result(code, plan, a(), Region) == result_use::adds) act(a);
        });
    }
    template <int Array>
    std::ptrdiff_t size_of_added() const {
        constexpr loop_array array = code.tables.arrays[Array];
        std::ptrdiff_t size = array.size * this->extents_[array.extents[0]];
        if constexpr (array.dimensions == 2) size *= this->extents_[array.extents[1]];
        return size;
    }
    template <int Region>
    std::ptrdiff_t size_of_chunk_memory() const {
        std::ptrdiff_t size = own_sizes_[Region];
        for_added_arrays<Region>([&](auto a) { size += this->template size_of_added<a()>(); });
        return size;
    }

    /// What a chunk hands over: reductions, extrema with their best number and its place; and its memory.
    template <int Region>
    struct chunk {
        T numbers[count_reductions(Region) + 1];
        T best[count_reductions(Region) + 1];
        std::ptrdiff_t places[count_reductions(Region) + 1];
        T* memory = nullptr; // if it is not alone
    };

    template <int Region>
    void run_cut() {
        constexpr int index = plan.regions[Region].index;
        const std::ptrdiff_t count = this->template turns_of<index>();
        if (count <= 0) return;
        const std::ptrdiff_t size = run::turns_in_chunk(count, cost<Region>(), size_of_chunk_memory<Region>());
        const std::ptrdiff_t chunk_count = (count + size - 1) / size;
        const std::unique_ptr<chunk<Region>[]> owner(new chunk<Region>[static_cast<std::size_t>(chunk_count)]);
        chunk<Region>* const made = owner.get();
        // One piece, which an allocator is likelier to have at hand in the next call than many: pages that are new to a
        // process take longer than what is done with them. Whoever has a chunk is the first to touch its part.
        std::unique_ptr<T[]> memory;
        if (chunk_count == 1) {
            run_chunk<Region>(0, count, true, made[0]);
        } else {
            const std::ptrdiff_t part = run::size_apart(size_of_chunk_memory<Region>());
            memory = allocate(chunk_count * part);
            for (std::ptrdiff_t k = 0; k < chunk_count; ++k) made[k].memory = memory.get() + k * part;
            const auto act = [&](std::ptrdiff_t k) {
                run_chunk<Region>(k * size, k + 1 == chunk_count ? count : (k + 1) * size, false, made[k]);
            };
            if constexpr (std::is_void_v<Executor>) thread_pool::shared().run(chunk_count, act);
            else this->policy_.executor->run(chunk_count, act);
        }
        for (std::ptrdiff_t k = 0; k < chunk_count; ++k) join<Region>(made[k]);
        for_joined_arrays<Region>([&](auto a) {
            if constexpr (plan.arrays[a()].store >= 0) this->template write_result<a(), 0>();
        });
    }

    template <int Region>
    std::ptrdiff_t cost() const {
        constexpr int own_cost = run::cost_of_turn(code, plan, Region);
        std::ptrdiff_t sum = own_cost;
        for_each(std::make_integer_sequence<int, plan.regions[Region].count>{}, [&](auto i) {
            constexpr optimise::loop_item item = plan.items[plan.regions[Region].first + i()];
            if constexpr (item.action == optimise::loop_action::loop) {
                constexpr loop_extent extent =
                    code.tables.extents[code.tables.indices[plan.regions[item.region].index].extent];
                const std::ptrdiff_t turns =
                    extent.has_no_bound() ? 16
                                          : this->extents_[code.tables.indices[plan.regions[item.region].index].extent];
                sum = run::bounded_cost(sum, turns, this->template cost<item.region>());
            }
        });
        return sum;
    }

    /// Runs some turns. A chunk that is alone reduces to where the outcome is.
    template <int Region>
    [[gnu::noinline]] void run_chunk(std::ptrdiff_t first, std::ptrdiff_t last, bool is_alone,
                                     chunk<Region>& made) const {
        loop_in_chunks mine(*this);
        if (!is_alone) {
            mine.own_[Region] = made.memory;
            T* added = made.memory + own_sizes_[Region];
            for_added_arrays<Region>([&](auto a) {
                mine.added_[a()] = added;
                const std::ptrdiff_t size = this->template size_of_added<a()>();
                for (std::ptrdiff_t i = 0; i < size; ++i) added[i] = T(0);
                added += size;
            });
            for_joined_arrays<Region>([&](auto a) { mine.one_by_one::template begin<plan.arrays[a()].node, a()>(); });
        }
        for_reductions<Region>([&](auto node, auto) { mine.one_by_one::template begin<node(), -1>(); });
        mine.template run_turns_between<Region>(first, last);
        for_reductions<Region>([&](auto node, auto number) {
            made.numbers[number()] = mine.numbers_[node()];
            if constexpr (is_place(code.step_of(node()))) {
                made.best[number()] = mine.best_[node()];
                made.places[number()] = mine.integers_[node()];
            }
        });
    }

    template <int Region>
    void join(const chunk<Region>& made) {
        for_reductions<Region>([&](auto node, auto number) {
            constexpr loop_step step = code.step_of(node());
            if constexpr (is_place(step)) {
                if (!run::is_better_than<step>(made.best[number()], this->best_[node()])) return;
                this->best_[node()] = made.best[number()];
                this->integers_[node()] = made.places[number()];
                this->numbers_[node()] = made.numbers[number()];
            } else {
                this->numbers_[node()] = run::joined<step>(this->numbers_[node()], made.numbers[number()]);
            }
        });
        if (made.memory == nullptr) return;
        for_joined_arrays<Region>([&](auto a) {
            constexpr loop_step step = code.step_of(plan.arrays[a()].node);
            T* const to = this->own_[Region] + this->first_[a()];
            const T* const from = made.memory + this->first_[a()];
            const std::ptrdiff_t size = this->template size_of_kept<a()>();
            if constexpr (is_place(step)) {
                for (std::ptrdiff_t i = 0; i < size; i += 2)
                    if (run::is_better_than<step>(from[i + 1], to[i + 1])) {
                        to[i] = from[i];
                        to[i + 1] = from[i + 1];
                    }
            } else {
                for (std::ptrdiff_t i = 0; i < size; ++i) to[i] = run::joined<step>(to[i], from[i]);
            }
        });
        const T* added = made.memory + own_sizes_[Region];
        for_added_arrays<Region>([&](auto a) {
            this->template add_to_result<a()>(added);
            added += this->template size_of_added<a()>();
        });
    }
    template <int Array>
    void add_to_result(const T* added) {
        constexpr loop_array array = code.tables.arrays[Array];
        auto& container = *boost::hana::at_c<static_cast<std::size_t>(-1 - array.argument)>(this->results_);
        using type = std::remove_cvref_t<decltype(container)>;
        const std::ptrdiff_t rows = this->extents_[array.extents[0]];
        for_each(std::make_integer_sequence<int, array.size>{}, [&](auto scalar) {
            for (std::ptrdiff_t i = 0; i < rows; ++i) {
                if constexpr (array.dimensions == 1) {
                    auto& place = detail::scalar_in<type, scalar()>(container, i);
                    place = place + added[i * array.size + scalar()];
                } else {
                    const std::ptrdiff_t columns = this->extents_[array.extents[1]];
                    for (std::ptrdiff_t j = 0; j < columns; ++j) {
                        auto& place = detail::scalar_in<type, scalar()>(container, i, j);
                        place = place + added[this->template place_in_added<Array>(i, j) * array.size + scalar()];
                    }
                }
            }
        });
    }
    template <int Array, int Dimension>
    void write_result() {
        constexpr optimise::kept_array array = plan.arrays[Array];
        if constexpr (Dimension == array.dimensions) {
            this->template result_at<array.store>() = this->template kept<Array>();
        } else {
            constexpr int index = array.indices[Dimension];
            const std::ptrdiff_t count = this->template count_of<code.tables.indices[index].extent>();
            for (std::ptrdiff_t i = 0; i < count; ++i) {
                this->index_[index] = i;
                write_result<Array, Dimension + 1>();
            }
        }
    }

    std::ptrdiff_t own_sizes_[plan.region_count]{};
};

} // namespace pullback::engine::run

#endif
