// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DERIVATIVE_LOOP_MATRIX_HPP
#define PULLBACK_DERIVATIVE_LOOP_MATRIX_HPP

#include <pullback/derivative/loop_gradient.hpp>
#include <pullback/derivative/loop_products.hpp>
#include <pullback/derivative/results.hpp>
#include <pullback/derivative/wrt.hpp>
#include <pullback/differentiate/jacobian_program.hpp>
#include <pullback/program/loops.hpp>
#include <pullback/record/loop_program.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/shape/destination.hpp>
#include <pullback/shape/element_types.hpp>
#include <pullback/shape/matrix_destination.hpp>
#include <pullback/shape/memory_overlap.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/result_container.hpp>
#include <pullback/shape/result_parts.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/shape/unit_range.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/range_into.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/store_results.hpp>

#include <boost/hana/at.hpp>
#include <boost/hana/basic_tuple.hpp>
#include <boost/hana/tuple.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

// Jacobians and Hessians by arguments of run-time length. Such a matrix has no program: each of its columns is the
// product with a unit vector, J e_k, or each row eᵀ_k J, by the loops of `jvp` or `vjp`, which run once for each.

namespace pullback::detail {

/// What Jᵀw is without the value.
template <class Source, class Positions, class... Shapes>
struct loop_cotangent
    : loop_adjoints<Source, Positions, seed_of_results::cotangent, engine::differentiate::with_value::no, Shapes...> {
    static constexpr void write(engine::record::loop_recorder& loops, int* outputs) {
        loop_adjoints<Source, Positions, seed_of_results::cotangent, engine::differentiate::with_value::no,
                      Shapes...>::write(loops, outputs);
        if constexpr (SymbolicRange<typename Source::result>) {
            const int own = loops.array_of_result(0);
            int stores = 0;
            while (stores < loops.stores.size() && loops.accesses[loops.stores[stores].access].array == own) ++stores;
            loops.forget_stores(stores);
            loops.forget_result(own);
            for (int i = 0; i < loops.tables.array_count; ++i)
                if (loops.is_result(i)) ++loops.tables.arrays[i].argument; // from -2 on, so none becomes an argument
        }
    }
};

struct no_results {
    static constexpr int output_count = 0, array_count = 0;
    template <class T, class... A>
    static auto make_results(const A&...) {
        return boost::hana::tuple<>();
    }
};

/// The rows of the matrix, by reverse mode: cotangents come after the arguments.
template <class Inner, class Positions, class... Shapes>
struct loop_rows {
    using source = loop_cotangent<typename Inner::source, Positions, Shapes...>;
    using loops = engine::record::loops_built<source>;
    using assembly = typename loop_adjoints_assembly<no_results, Positions, Shapes...>::template of<
        value_with_cotangent, engine::differentiate::with_value::no>;
};

/// The numbers of some arguments one after the other: where each begins, and how many all are.
template <class Positions>
struct argument_numbers;
template <std::size_t... Position>
struct argument_numbers<wrt_positions<Position...>> {
    static constexpr std::size_t count = sizeof...(Position);
    std::ptrdiff_t first[count + 1] = {};

    template <class Arguments>
    explicit argument_numbers(const Arguments& all) {
        std::size_t i = 0;
        ((first[i + 1] = first[i] + detail::count_numbers(*boost::hana::at_c<Position>(all)), ++i), ...);
    }
    std::ptrdiff_t total() const { return first[count]; }
};

/// What a row of the matrix is the derivative of.
enum class matrix_rows {
    numbers,  // a number of a result of fixed shape
    elements, // a number of an element of an array of results
    partials, // a partial derivative, of a gradient
    unknown
};

template <class Inner>
consteval matrix_rows kind_of_rows() {
    using result = typename Inner::source::result;
    if constexpr (SymbolicRange<result>) return matrix_rows::elements;
    else if constexpr (!std::is_void_v<result>) return matrix_rows::numbers;
    else if constexpr (requires { requires Inner::with_value == engine::differentiate::with_value::no; })
        return matrix_rows::partials;
    else return matrix_rows::unknown;
}

template <class Shape>
inline constexpr bool has_plain_numbers = true;
template <SymbolicRange Shape>
inline constexpr bool has_plain_numbers<Shape> =
    !range_facts<Shape>::is_ragged && (!range_facts<Shape>::has_integers || range_facts<Shape>::is_integer);

template <class Positions, class... Shapes>
inline constexpr bool chooses_plain_numbers = false;
template <std::size_t... I, class... Shapes>
inline constexpr bool chooses_plain_numbers<wrt_positions<I...>, Shapes...> =
    (has_plain_numbers<element_at<I, Shapes...>> && ...);

template <bool IsFunction, bool IsPlain>
constexpr auto check_matrix() {
    static_assert(IsFunction,
                  "jacobian(f)(x), hessian(f)(x), ...: x is of run-time length, and f returns a value with a "
                  "derivative, or a product with one, of which there is no matrix; take that of f itself, of its "
                  "gradient, or jvp(f), vjp(f), hvp(f) of what f is made of");
    static_assert(IsPlain || !IsFunction,
                  "jacobian(f)(x), hessian(f)(x), ...: x is of run-time length and has rows of lengths of their own, "
                  "or integers beside its numbers, of which a matrix has no columns; multiply by vectors with jvp, vjp "
                  "or hvp, or leave x out of the derivative with wrt");
}

/// How the matrix of `Inner`, the implementation of F, is made and returned or written in place.
template <class F, class Choice, class Inner, class Positions, engine::differentiate::with_value Value, class... Shapes>
struct matrix_passes;

template <class F, class Choice, class Inner, std::size_t... Position, engine::differentiate::with_value Value,
          class... Shapes>
struct matrix_passes<F, Choice, Inner, wrt_positions<Position...>, Value, Shapes...> {
private:
    using positions = wrt_positions<Position...>;
    using result_shape = typename Inner::source::result;
    static constexpr matrix_rows rows_are = kind_of_rows<Inner>();

    static consteval auto find_row_positions() {
        if constexpr (rows_are == matrix_rows::partials) return typename Inner::positions{};
        else return wrt_positions<>{};
    }
    using row_positions = decltype(find_row_positions());
    /// Whether the matrix is a Hessian, of which a pass makes a row and a column.
    static constexpr bool is_symmetric = std::is_same_v<row_positions, positions>;
    using chosen [[maybe_unused]] = typename checked_choice<Choice, positions, Shapes...>::type;
    static constexpr bool is_plain =
        chooses_plain_numbers<positions, Shapes...> && chooses_plain_numbers<row_positions, Shapes...>;
    using checked [[maybe_unused]] = decltype(detail::check_matrix<rows_are != matrix_rows::unknown, is_plain>());

    template <std::size_t>
    static consteval auto find_cotangent() {
        if constexpr (SymbolicRange<result_shape>)
            return std::type_identity<
                typename range_symbol<element_of_range<result_shape>, 1, integer_scalars<>>::type>{};
        else return std::type_identity<result_shape>{};
    }
    using column_pass = loop_jvp<F, Choice, sizeof...(Shapes), engine::differentiate::with_value::no,
                                 types<Shapes..., element_at<Position, Shapes...>...>>;
    using row_pass = loop_rows<Inner, positions, Shapes..., typename decltype(find_cotangent<0>())::type>;
    static constexpr bool has_column_pass = rows_are == matrix_rows::elements || rows_are == matrix_rows::partials,
                          has_row_pass = rows_are == matrix_rows::elements || rows_are == matrix_rows::numbers;

    static constexpr bool is_sound() {
        if constexpr (!is_plain || rows_are == matrix_rows::unknown || !Inner::loops::is_sound) {
            return false;
        } else {
            bool is = true;
            if constexpr (has_column_pass) is = is && column_pass::loops::is_sound;
            if constexpr (has_row_pass) is = is && row_pass::loops::is_sound;
            return is;
        }
    }

    template <class... A>
    using pointers = boost::hana::tuple<const A*...>;

    /// How many numbers f returns.
    template <class... A>
    static std::ptrdiff_t count_rows(const pointers<A...>& all) {
        if constexpr (rows_are == matrix_rows::numbers) {
            return shape_of<result_shape>::size;
        } else if constexpr (rows_are == matrix_rows::elements) {
            constexpr const auto& tables = Inner::loops::code.tables;
            constexpr engine::loop_extent extent =
                tables.extents[tables.arrays[array_of_result<typename Inner::loops>(0)].extents[0]];
            constexpr auto position = static_cast<std::size_t>(tables.arrays[extent.array].argument);
            return range_data<element_at<position, A...>>::template extent<extent.dimension>(
                       *boost::hana::at_c<position>(all)) *
                   shape_of<element_of_range<result_shape>>::size;
        } else {
            return argument_numbers<row_positions>(all).total();
        }
    }

    /// Acts on the arguments and the tangents that column `k` is the product with.
    template <class T, class... A, class Act>
    static auto with_tangents(std::ptrdiff_t k, const Act& act, const A&... arguments) {
        const pointers<A...> all{__builtin_addressof(arguments)...};
        const argument_numbers<positions> columns(all);
        return [&]<std::size_t... I>(std::index_sequence<I...>) {
            return act(arguments..., detail::unit_like<T, element_at<Position, A...>, recorded>(
                                         *boost::hana::at_c<Position>(all), k - columns.first[I])...);
        }(std::make_index_sequence<sizeof...(Position)>{});
    }
    /// Acts on the arguments and the cotangent that row `k` of `rows` is the product with.
    template <class T, class... A, class Act>
    static auto with_cotangent(std::ptrdiff_t k, [[maybe_unused]] std::ptrdiff_t rows, const Act& act,
                               const A&... arguments) {
        if constexpr (rows_are == matrix_rows::elements) {
            constexpr int size = shape_of<element_of_range<result_shape>>::size;
            return act(arguments..., unit_range<T, 1, size>(rows / size, 1, k));
        } else {
            using result = rebind_shape<result_shape, T>;
            return act(arguments..., detail::unit_like<T, result, recorded>(result{}, k));
        }
    }

    /// A pass into line `k` of the matrix, of which each of `Parts` is a part.
    template <class Pass, class T, matrix_line Line, class Parts, class D, class Workspace, class... All>
    static void run(std::ptrdiff_t k, const matrix_in<D>& matrix, const Parts& parts, const Workspace& workspace,
                    const All&... arguments) {
        using line = view_destination<line_of_matrix<D, Line>>;
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            const auto held = boost::hana::make_basic_tuple(
                line{{matrix, k, parts.first[I], parts.first[I + 1] - parts.first[I]}}...);
            range_call_into<Pass, T, std::remove_const_t<decltype(held)>, All...>::run(held, workspace, arguments...);
        }(std::make_index_sequence<Parts::count>{});
    }
    struct one_part {
        static constexpr std::size_t count = 1;
        std::ptrdiff_t first[2];
    };

    template <class T, class D, class Workspace, class... A>
    static void fill(const matrix_in<D>& matrix, const Workspace& workspace, const A&... arguments) {
        const pointers<A...> all{__builtin_addressof(arguments)...};
        if constexpr (has_row_pass) {
            if (!has_column_pass || matrix.rows < matrix.columns) {
                const argument_numbers<positions> parts(all);
                for (std::ptrdiff_t k = 0; k < matrix.rows; ++k)
                    with_cotangent<T>(
                        k, matrix.rows,
                        [&](const auto&... each) {
                            run<row_pass, T, matrix_line::row>(k, matrix, parts, workspace, each...);
                        },
                        arguments...);
                return;
            }
        }
        if constexpr (has_column_pass) {
            const auto parts = [&] {
                if constexpr (rows_are == matrix_rows::partials) return argument_numbers<row_positions>(all);
                else return one_part{{0, matrix.rows}};
            }();
            for (std::ptrdiff_t k = 0; k < matrix.columns; ++k) {
                with_tangents<T>(
                    k,
                    [&](const auto&... each) {
                        run<column_pass, T, is_symmetric ? matrix_line::row : matrix_line::column>(k, matrix, parts,
                                                                                                   workspace, each...);
                    },
                    arguments...);
                if constexpr (is_symmetric)
                    for (std::ptrdiff_t i = 0; i < k; ++i) matrix.at(i, k) = matrix.at(k, i);
            }
        }
    }

    template <class... A>
    static consteval std::size_t first_range() {
        constexpr std::size_t all[] = {Position...};
        constexpr bool is_range[] = {DataRange<A>...};
        for (const std::size_t position : all)
            if (is_range[position]) return position;
        return all[0];
    }

public:
    /// What the call returns.
    template <class T, class Workspace, class... A>
    static auto call(const Workspace& workspace, const A&... arguments) {
        if constexpr (is_sound()) {
            const pointers<A...> all{__builtin_addressof(arguments)...};
            const std::ptrdiff_t rows = count_rows(all), columns = argument_numbers<positions>(all).total();
            auto result = detail::make_matrix_like<element_at<first_range<A...>(), A...>, T>(rows, columns);
            using container = decltype(result);
            constexpr bool allocates = !is_missing_container<container>;
            detail::check_container<allocates>();
            if constexpr (allocates) {
                if constexpr (Value == engine::differentiate::with_value::yes) {
                    auto value = detail::evaluate_loops<typename Inner::assembly, typename Inner::loops, T>(
                        workspace, arguments...);
                    fill<T>(matrix_in<container>{&result, rows, columns}, workspace, arguments...);
                    return value_with_jacobian<decltype(value), container>{std::move(value), std::move(result)};
                } else {
                    fill<T>(matrix_in<container>{&result, rows, columns}, workspace, arguments...);
                    return result;
                }
            }
        }
    }

    /// The same into memory of the caller: the matrix in the last destination, after those of the value.
    template <class T, class Workspace, class... Held, class... A>
    static void call_into(const boost::hana::basic_tuple<Held...>& held, const Workspace& workspace,
                          const A&... arguments) {
        constexpr std::size_t last = sizeof...(Held) - 1;
        constexpr bool count_fits = Value == engine::differentiate::with_value::yes ? last > 0 : last == 0;
        using place = typename element_at<last, Held...>::type;
        constexpr bool shape_fits = detail::takes_matrix<place>();
        constexpr bool scalar_fits = std::is_same_v<typename scalar_of_destination<place>::type, T>;
        detail::report_destinations<count_fits ? detail::fault_of_destinations(shape_fits, scalar_fits)
                                               : destination_fault::count>();
        if constexpr (is_sound() && count_fits && shape_fits && scalar_fits) {
            const pointers<A...> all{__builtin_addressof(arguments)...};
            const matrix_in<place> matrix{&boost::hana::at_c<last>(held).get(), count_rows(all),
                                          argument_numbers<positions>(all).total()};
            matrix.check([](std::ptrdiff_t has, std::ptrdiff_t wanted) { detail::report_extent(last, has, wanted); });
            detail::check_overlap(detail::memory_of(matrix), all);
            if constexpr (Value == engine::differentiate::with_value::yes) {
                [&]<std::size_t... I>(std::index_sequence<I...>) {
                    const auto of_value = boost::hana::make_basic_tuple(boost::hana::at_c<I>(held)...);
                    using value_call = range_call_into<Inner, T, std::remove_const_t<decltype(of_value)>, A...>;
                    if constexpr (value_call::fits())
                        value_call::run_beside(
                            [&](const memory_extent& memory) { return detail::overlaps(memory, matrix); }, of_value,
                            workspace, arguments...);
                }(std::make_index_sequence<last>{});
            }
            fill<T>(matrix, workspace, arguments...);
        }
    }

    /// How many numbers a pass keeps in memory at most.
    template <class T, class Workspace, class... A>
    static std::ptrdiff_t work_size(const Workspace& workspace, const A&... arguments) {
        std::ptrdiff_t most = 0;
        if constexpr (is_sound()) {
            const auto note = [&](std::ptrdiff_t size) { most = size > most ? size : most; };
            if constexpr (Value == engine::differentiate::with_value::yes)
                note(detail::size_of_work<typename Inner::loops, T>(workspace, arguments...));
            if constexpr (has_column_pass)
                note(with_tangents<T>(
                    0,
                    [&](const auto&... all) {
                        return detail::size_of_work<typename column_pass::loops, T>(workspace, all...);
                    },
                    arguments...));
            if constexpr (has_row_pass)
                note(with_cotangent<T>(
                    0, count_rows(pointers<A...>{__builtin_addressof(arguments)...}),
                    [&](const auto&... all) {
                        return detail::size_of_work<typename row_pass::loops, T>(workspace, all...);
                    },
                    arguments...));
        }
        return most;
    }
};

} // namespace pullback::detail

#endif
