// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_RANGE_INTO_HPP
#define PULLBACK_STATIC_FUNCTION_RANGE_INTO_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/optimise/loops_of.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/whole_results.hpp>
#include <pullback/run/loop_checks.hpp>
#include <pullback/shape/array_destination.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/ragged_overlap.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/range_error.hpp>
#include <pullback/shape/result_overlap.hpp>
#include <pullback/shape/result_parts.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/array_places.hpp>
#include <pullback/static_function/fitting_memory.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/store_results.hpp>
#include <pullback/static_function/workspace.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Functions of arguments of run-time length whose results go to memory of the caller.

namespace pullback::detail {

/// Array K of the results of a call, of which `Container` is what would be returned.
template <std::size_t K, class Container>
struct array_slot {
    using container = Container;
    static constexpr std::size_t number = K;
};
template <class P>
inline constexpr bool is_array_slot = false;
template <std::size_t K, class Container>
inline constexpr bool is_array_slot<array_slot<K, Container>> = true;

/// Outputs of a run, for the types of what is made of them.
template <class T>
struct outputs_of_type {
    template <int>
    T output() const;
};

template <class R, std::size_t Count, std::size_t K>
consteval auto type_of_part() {
    if constexpr (ValueFirst<R> && Count > 1) {
        if constexpr (K == 0) return std::type_identity<std::tuple_element_t<0, R>>{};
        else return detail::type_of_part<std::tuple_element_t<1, R>, Count - 1, K - 1>();
    } else if constexpr (Count == 1) return std::type_identity<R>{};
    else return std::type_identity<std::tuple_element_t<K, R>>{};
}

[[noreturn, gnu::cold, gnu::noinline]] inline void report_overlap(const char* what, std::size_t number) {
    range_sentence sentence;
    sentence << "f.into(results...)(x...): a destination overlaps " << what;
    if (what[1] == 'r') sentence << static_cast<std::ptrdiff_t>(number);
    detail::report_range_error(sentence << ", so that a number would be read after it was overwritten; give memory "
                                           "of its own");
}
template <class X>
constexpr bool overlaps_argument([[maybe_unused]] const memory_extent& of_result, [[maybe_unused]] const X& argument) {
    if constexpr (DataRange<X>) return detail::overlaps(of_result, argument);
    else return false;
}
/// Whether a destination overlaps an argument.
template <class... A>
constexpr void check_overlap(const memory_extent& of_result, const boost::hana::tuple<const A*...>& read) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const bool shared[] = {detail::overlaps_argument(of_result, *boost::hana::at_c<I>(read))..., false};
        for (std::size_t i = 0; i < sizeof...(I); ++i)
            if (shared[i]) detail::report_overlap("argument ", i);
    }(std::index_sequence_for<A...>{});
}

/// The rows of the matrix that a Jacobian is, 0 of what is none.
template <class Implementation>
inline constexpr int jacobian_rows_of = [] {
    if constexpr (requires { Implementation::row_count + 0; }) return Implementation::row_count;
    else return 0;
}();

/// A call with ranges into memory of the caller.
template <class Implementation, class T, class HeldTuple, class... A>
struct range_call_into;

template <class Implementation, class T, class... Held, class... A>
struct range_call_into<Implementation, T, boost::hana::basic_tuple<Held...>, A...> {
    using assembly = typename Implementation::assembly;
    using built = typename Implementation::loops;
    using held_tuple = boost::hana::basic_tuple<Held...>;
    using argument_pointers = boost::hana::tuple<const A*...>;
    static constexpr std::size_t count = sizeof...(Held);
    static constexpr int jacobian_rows = jacobian_rows_of<Implementation>;

    template <class Sequence, class... Container>
    struct slots_of;
    template <std::size_t... K, class... Container>
    struct slots_of<std::index_sequence<K...>, Container...> {
        using type = boost::hana::tuple<array_slot<K, Container>...>;
        static constexpr std::size_t size = sizeof...(K);
    };
    template <class... Container>
    static slots_of<std::index_sequence_for<Container...>, Container...> list_slots(
        const boost::hana::tuple<Container...>&);
    using slots = decltype(list_slots(assembly::template make_results<T>(std::declval<const A&>()...)));
    using result = decltype(assembly::template assemble<T, 0, 0, A...>(std::declval<const outputs_of_type<T>&>(),
                                                                       std::declval<typename slots::type&>()));

    static consteval bool fits() {
        if constexpr (has_parts<result, count>() && (count > 1 || !ValueFirst<result>)) {
            return []<std::size_t... I>(std::index_sequence<I...>) {
                constexpr bool shapes = (fits_shape<I, typename Held::type>() && ...);
                constexpr bool scalars =
                    (std::is_same_v<typename scalar_of_destination<typename Held::type>::type, T> && ...);
                detail::report_destinations<detail::fault_of_destinations(shapes, scalars)>();
                return shapes && scalars;
            }(std::index_sequence_for<Held...>{});
        } else {
            detail::report_destinations<always_false<result> ? destination_fault::none : destination_fault::count>();
            return false;
        }
    }

    template <class Workspace>
    static constexpr void run(const held_tuple& held, const Workspace& workspace, const A&... arguments) {
        const auto nothing_else = [](const memory_extent&) { return false; };
        if constexpr (MemoryOfCaller<Workspace>)
            detail::with_fitting_memory<built, T>(
                workspace,
                [&](const auto& fitting)
                    PULLBACK_ALWAYS_INLINE { run_beside(nothing_else, held, fitting, arguments...); },
                arguments...);
        else run_beside(nothing_else, held, workspace, arguments...);
    }
    /// The same where something else is written later, which destinations must not lie in, `overlaps(memory)`.
    template <class Overlaps, class Workspace>
    static constexpr void run_beside(const Overlaps& other_overlaps, const held_tuple& held, const Workspace& workspace,
                                     const A&... arguments) {
        const argument_pointers all{__builtin_addressof(arguments)...};
        [&]<std::size_t... K>(std::index_sequence<K...>) PULLBACK_ALWAYS_INLINE {
            boost::hana::tuple<decltype(place_of<K>(held))...> places{place_of<K>(held)...};
            const auto pointers = boost::hana::make_tuple(detail::pointer_to_array(boost::hana::at_c<K>(places))...);
            const boost::hana::tuple<argument_in_loop<A>...> in_loop{argument_in_loop<A>{arguments}...};
            boost::hana::tuple<
                result_in_loop<std::remove_pointer_t<std::remove_cvref_t<decltype(boost::hana::at_c<K>(pointers))>>>...>
                results_in_loop{{*boost::hana::at_c<K>(pointers)}...};
            auto places_of_arguments = detail::places_in_loop(in_loop);
            auto places_of_results = detail::places_in_loop(results_in_loop);
            typename loop_run_of<Workspace, built, T, decltype(places_of_arguments), decltype(places_of_results)>::type
                run(places_of_arguments, places_of_results, detail::policy_of(workspace));
            const auto lengths = run.lengths();
            engine::run::check_ranges<built>(lengths, all);
            (detail::check_array(part_of<K>(), *boost::hana::at_c<K>(pointers), rows<K>(lengths), columns<K>(lengths)),
             ...);
            (check_rows<K>(*boost::hana::at_c<K>(pointers), all), ...);
            check_fixed(held);
            if (!std::is_constant_evaluated()) { // which has no addresses as numbers
                check_overlaps(pointers, all);
                check_overlaps_of_fixed(held, pointers, other_overlaps);
                if ((other_overlaps(detail::memory_in_one_piece(*boost::hana::at_c<K>(pointers))) || ...))
                    detail::report_overlap("another destination", 0);
            }
            const auto& memory = detail::memory_of_workspace(workspace);
            const std::ptrdiff_t size = detail::work_size_of(run, memory);
            detail::check_workspace(memory, size, arguments..., *boost::hana::at_c<K>(pointers)...);
            const work_memory<T, keeps_numbers_in<decltype(run), built, T>(), std::remove_cvref_t<decltype(memory)>>
                work(memory, size);
            run.run(
                [&](T* numbers) PULLBACK_ALWAYS_INLINE {
                    fixed_arguments<A...>::load(numbers, all);
                    (set_zero<K>(*boost::hana::at_c<K>(pointers), lengths), ...);
                },
                work.data());
            typename slots::type filled;
            const result assembled = assembly::template assemble<T, 0, 0, A...>(run, filled);
            store_fixed(assembled, held);
        }(std::make_index_sequence<slots::size>{});
    }

private:
    template <std::size_t I>
    using part = typename decltype(detail::type_of_part<result, count, I>())::type;

    template <class P>
    static consteval int rows_of_part() {
        return jacobian_rows > 0 ? jacobian_rows : leading_extent<P>;
    }
    template <std::size_t I, class D>
    static consteval bool fits_shape() {
        if constexpr (is_array_slot<part<I>>) return detail::takes_array<D, typename part<I>::container>();
        else if constexpr (!Shaped<part<I>>) return false; // a group of arrays, which take a destination each
        else return detail::takes_fixed<D, part<I>, rows_of_part<part<I>>()>();
    }
    template <std::size_t K>
    static consteval std::size_t part_of() {
        return []<std::size_t... I>(std::index_sequence<I...>) {
            constexpr auto is_it = []<class P>(std::type_identity<P>) {
                if constexpr (is_array_slot<P>) return P::number == K;
                else return false;
            };
            const bool is[] = {is_it(std::type_identity<part<I>>{})..., true};
            std::size_t found = 0;
            while (!is[found]) ++found;
            return found;
        }(std::index_sequence_for<Held...>{});
    }
    template <std::size_t K>
    static constexpr auto place_of(const held_tuple& held) {
        return detail::place_array<std::remove_reference_t<decltype(boost::hana::at_c<part_of<K>()>(held).get())>,
                                   typename part<part_of<K>()>::container>(boost::hana::at_c<part_of<K>()>(held).get());
    }
    template <std::size_t K, class Lengths>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t rows(const Lengths& lengths) {
        constexpr engine::loop_array array = built::code.tables.arrays[array_of_result<built>(K)];
        return lengths.extent(array.extents[0]);
    }
    template <std::size_t K, class Lengths>
    PULLBACK_ALWAYS_INLINE static constexpr std::ptrdiff_t columns(const Lengths& lengths) {
        constexpr engine::loop_array array = built::code.tables.arrays[array_of_result<built>(K)];
        if constexpr (array.dimensions == 1 || array.is_ragged) return 1;
        else return lengths.extent(array.extents[1]);
    }
    /// Rows of lengths of their own, each as long as that of the argument.
    template <std::size_t K, class Place>
    static constexpr void check_rows([[maybe_unused]] const Place& place,
                                     [[maybe_unused]] const argument_pointers& all) {
        constexpr engine::loop_array array = built::code.tables.arrays[array_of_result<built>(K)];
        if constexpr (array.is_ragged) {
            constexpr int argument =
                built::code.tables.arrays[built::code.tables.extents[array.extents[0]].array].argument;
            const auto& rows = *boost::hana::at_c<static_cast<std::size_t>(argument)>(all);
            using like = range_data<std::remove_cvref_t<decltype(rows)>>;
            for (std::ptrdiff_t i = 0; i < like::template extent<0>(rows); ++i) {
                const std::ptrdiff_t has = range_data<Place>::template extent<1>(place, i),
                                     wanted = like::template extent<1>(rows, i);
                if (has != wanted) detail::report_row(part_of<K>(), i, has, wanted);
            }
        }
    }
    template <std::size_t K, class Place, class Lengths>
    PULLBACK_ALWAYS_INLINE static constexpr void set_zero(Place& place, const Lengths& lengths) {
        if constexpr (!engine::record::is_written_whole<built>(array_of_result<built>(K)))
            detail::set_array_to_zero<T>(place, rows<K>(lengths), columns<K>(lengths));
    }
    static constexpr void check_fixed(const held_tuple& held) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (check_fixed_part<I>(boost::hana::at_c<I>(held).get()), ...);
        }(std::index_sequence_for<Held...>{});
    }
    template <std::size_t I, class D>
    static constexpr void check_fixed_part([[maybe_unused]] const D& place) {
        if constexpr (!is_array_slot<part<I>>)
            detail::check_extents_of<result_part<part<I>, rows_of_part<part<I>>(), 0>>(I, place);
    }
    static constexpr void store_fixed(const result& assembled, const held_tuple& held) {
        [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            (store_fixed_part<I>(assembled, boost::hana::at_c<I>(held).get()), ...);
        }(std::index_sequence_for<Held...>{});
    }
    template <std::size_t I, class D>
    PULLBACK_ALWAYS_INLINE static constexpr void store_fixed_part(const result& assembled, D&& place) {
        detail::with_part<count, I>(assembled, [&]<class P>(const P& value) PULLBACK_ALWAYS_INLINE {
            if constexpr (!is_array_slot<P>) detail::store_part<result_part<P, rows_of_part<P>(), 0>>(value, place);
        });
    }

    /// Reports a result of fixed size that lies where another destination is, or `other_overlaps(memory)`.
    template <class Pointers, class Overlaps>
    static constexpr void check_overlaps_of_fixed(const held_tuple& held, const Pointers& written,
                                                  const Overlaps& other_overlaps) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (check_overlaps_of_part<I>(held, written, other_overlaps), ...);
        }(std::index_sequence_for<Held...>{});
    }
    template <std::size_t I, class Pointers, class Overlaps>
    static constexpr void check_overlaps_of_part(const held_tuple& held, const Pointers& written,
                                                 const Overlaps& other_overlaps) {
        const bool is_shared = has_fixed_part<I>(held, [&](const memory_extent& piece) {
            const auto with_piece = [&](const memory_extent& other) { return detail::overlap(piece, other); };
            return [&]<std::size_t... Before, std::size_t... K>(std::index_sequence<Before...>,
                                                                std::index_sequence<K...>) {
                return (has_fixed_part<Before>(held, with_piece) || ...) ||
                       (detail::overlaps(piece, *boost::hana::at_c<K>(written)) || ...) || other_overlaps(piece);
            }(std::make_index_sequence<I>{}, std::make_index_sequence<slots::size>{});
        });
        if (is_shared) detail::report_overlap("another destination", 0);
    }
    /// Whether numbers of destination I, if its result is of fixed size, lie where `overlaps(memory)` says.
    template <std::size_t I, class Overlaps>
    static constexpr bool has_fixed_part(const held_tuple& held, [[maybe_unused]] const Overlaps& overlaps) {
        using place = std::remove_reference_t<decltype(boost::hana::at_c<I>(held).get())>;
        if constexpr (is_array_slot<part<I>> || !has_numbers<place>) return false;
        else
            return memory_of_result<part<I>, rows_of_part<part<I>>(), place>(boost::hana::at_c<I>(held).get())
                .has_piece(overlaps);
    }

    template <class Pointers>
    static constexpr void check_overlaps(const Pointers& written, const argument_pointers& read) {
        [&]<std::size_t... K, std::size_t... I>(std::index_sequence<K...>, std::index_sequence<I...>) {
            const memory_extent of_results[] = {detail::memory_in_one_piece(*boost::hana::at_c<K>(written))...,
                                                memory_extent{}};
            for (std::size_t k = 0; k < sizeof...(K); ++k) {
                detail::check_overlap(of_results[k], read);
                for (std::size_t i = 0; i < k; ++i)
                    if (detail::overlap(of_results[k], of_results[i])) detail::report_overlap("another destination", 0);
            }
            (check_overlaps_of<K>(written, read, std::index_sequence<I...>{}), ...);
        }(std::make_index_sequence<slots::size>{}, std::index_sequence_for<A...>{});
    }
    /// What is not in one piece of memory.
    template <std::size_t K, class Pointers, std::size_t... I>
    static constexpr void check_overlaps_of(const Pointers& written, const argument_pointers& read,
                                            std::index_sequence<I...>) {
        const auto check = [&]([[maybe_unused]] const auto& other, const char* what, std::size_t number) {
            using place = std::remove_cvref_t<decltype(*boost::hana::at_c<K>(written))>;
            using type = std::remove_cvref_t<decltype(other)>;
            if constexpr (is_ragged<place> || is_ragged<type>)
                if (detail::share_memory(*boost::hana::at_c<K>(written), other)) detail::report_overlap(what, number);
        };
        const auto check_argument = [&]([[maybe_unused]] const auto& argument, std::size_t number) {
            if constexpr (DataRange<std::remove_cvref_t<decltype(argument)>>) check(argument, "argument ", number);
        };
        (check_argument(*boost::hana::at_c<I>(read), I), ...);
        [&]<std::size_t... Before>(std::index_sequence<Before...>) {
            (check(*boost::hana::at_c<Before>(written), "another destination", 0), ...);
        }(std::make_index_sequence<K>{});
    }
};

template <class F, class... Held, class Workspace, class... A>
constexpr void call_with_ranges_into(const F& f, const boost::hana::basic_tuple<Held...>& held, const Workspace& memory,
                                     const A&... arguments) {
    using implementation = range_implementation_for<F, A...>;
    [[maybe_unused]] const auto& workspace = detail::workspace_for(f, memory);
    if constexpr (is_made_by_passes<implementation>) {
        implementation::passes::template call_into<scalar_of_range_call<A...>>(held, workspace, arguments...);
    } else if constexpr (is_sound_call<implementation>()) {
        using call =
            range_call_into<implementation, scalar_of_range_call<A...>, boost::hana::basic_tuple<Held...>, A...>;
        if constexpr (call::fits()) call::run(held, workspace, arguments...);
    }
}

} // namespace pullback::detail

#endif
