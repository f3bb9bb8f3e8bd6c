// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_LOOP_RESULTS_HPP
#define PULLBACK_PRINT_LOOP_RESULTS_HPP

#include <pullback/derivative/loop_gradient.hpp>
#include <pullback/derivative/loop_products.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/print/path.hpp>
#include <pullback/program/literal.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/program_of.hpp>

#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Which number and which array of a program with loops stands where in what the function returns. The result is put
// together as at a call, of numbers that are the numbers of the program's outputs, and of marks in place of arrays.

namespace pullback::detail {

/// What stands for a container of results: its number.
template <class Container>
struct marked_array {
    using container = Container;
    int number = 0;
};

struct numbered_outputs {
    template <int I>
    constexpr engine::literal output() const {
        return I;
    }
};

/// The way from the whole result to a part of it: members by their name, parts of a group by their number.
struct result_path {
    struct step {
        const char* member = nullptr;
        int number = -1;
    };
    step steps[8]{};
    int count = 0;

    constexpr result_path to(const char* member) const { return with({member, -1}); }
    constexpr result_path to(int number) const { return with({nullptr, number}); }

private:
    constexpr result_path with(const step& last) const {
        result_path longer = *this;
        longer.steps[longer.count++] = last;
        return longer;
    }
};

template <class R>
inline constexpr bool is_marked_array = false;
template <class Container>
inline constexpr bool is_marked_array<marked_array<Container>> = true;

/// Visits the parts of a result that are arrays of the program or of a fixed shape, in order.
template <class R, class Visit>
constexpr void for_each_part(const R& result, const result_path& path, const Visit& visit) {
    if constexpr (is_marked_array<R>) {
        visit(path, result);
    } else if constexpr (ValueWithDerivative<R>) {
        detail::for_each_part(result.value, path.to("value"), visit);
        detail::for_each_part(get<1>(result), path.to(detail::name_of_derivative(std::type_identity<R>{})), visit);
    } else if constexpr (is_by_argument<R>) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            (detail::for_each_part(get<I>(result), path.to(static_cast<int>(I)), visit), ...);
        }(std::make_index_sequence<std::tuple_size_v<R>>{});
    } else {
        visit(path, result);
    }
}

template <class... Container, std::size_t... I>
constexpr boost::hana::tuple<marked_array<Container>...> mark_arrays(
    std::type_identity<boost::hana::tuple<Container...>>, std::index_sequence<I...>) {
    return {marked_array<Container>{static_cast<int>(I)}...};
}
template <class... Container>
constexpr auto mark_arrays(std::type_identity<boost::hana::tuple<Container...>> containers) {
    return detail::mark_arrays(containers, std::index_sequence_for<Container...>{});
}

// What a result is called that has no member of its own name.
template <class F, class Choice, engine::differentiate::with_value Value, class List>
constexpr const char* name_of_whole(const loop_gradient<F, Choice, Value, List>*) {
    return "gradient";
}
template <class F, class Choice, std::size_t Count, class List>
constexpr const char* name_of_whole(const loop_jvp<F, Choice, Count, engine::differentiate::with_value::no, List>*) {
    return "product";
}
constexpr const char* name_of_whole(const void*) { return "y"; }

template <std::size_t... Position>
constexpr int position_of_part(std::type_identity<wrt_positions<Position...>>, int part) {
    constexpr int positions[] = {static_cast<int>(Position)..., -1};
    constexpr int count = sizeof...(Position);
    return part < 0 ? (count == 1 ? positions[0] : -1) : part < count ? positions[part] : -1;
}

/// The results of F for these arguments.
template <class F, class... Arguments>
struct loop_results {
    using implementation = range_implementation_of<F, Arguments...>;
    using assembly = typename implementation::assembly;
    using containers = decltype(assembly::template make_results<engine::literal>(std::declval<const Arguments&>()...));

    template <class Visit>
    static constexpr void for_each(const Visit& visit) {
        auto arrays = detail::mark_arrays(std::type_identity<containers>{});
        detail::for_each_part(
            assembly::template assemble<engine::literal, 0, 0, Arguments...>(numbered_outputs{}, arrays), result_path{},
            visit);
    }
    static constexpr int count = [] {
        int parts = 0;
        for_each([&](const result_path&, const auto&) { ++parts; });
        return parts;
    }();

    static constexpr const char* name_of_whole() {
        return detail::name_of_whole(static_cast<const implementation*>(nullptr));
    }
    /// Which argument a derivative is by: part number `part`, or the whole where that is negative. -1 where it is by
    /// several.
    static constexpr int argument_of(int part) {
        if constexpr (requires { typename implementation::positions; })
            return detail::position_of_part(std::type_identity<typename implementation::positions>{}, part);
        else return -1;
    }
};

} // namespace pullback::detail

#endif
