// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_MPI_HPP
#define PULLBACK_EXT_MPI_HPP

// See pullback.hpp.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"

#include <pullback/functions/apply.hpp>
#include <pullback/shape/engine.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <mpi.h>

#include <cstddef>
#include <limits>
#include <stdexcept>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

/// \file
/// Functions of data that are spread over the ranks of MPI. Of a sum over the data each rank has the terms of its own,
/// and so has it of the derivatives by parameters that all ranks share:
///
///     const auto mine = value_and_gradient(log_likelihood, wrt<0>)(parameters, data_of_rank);
///     const auto [value, gradient] = pullback::sum_over_ranks(mine);
namespace pullback {

/// Which part of so many data a rank takes: `count` of them from `first` on. All ranks have as many, or one more.
struct rank_share {
    std::ptrdiff_t first, count;
};

namespace mpi_detail {

inline void check_mpi(int error, const char* sentence) {
    if (error != MPI_SUCCESS) throw std::runtime_error(sentence);
}

template <class T>
MPI_Datatype mpi_type_of() {
    constexpr bool is_known =
        std::is_same_v<T, float> || std::is_same_v<T, decltype(0.)> || std::is_same_v<T, long double>;
    static_assert(is_known,
                  "sum_over_ranks(result): its numbers are of a type that MPI does not add; call f with float, double "
                  "or long double");
    if constexpr (std::is_same_v<T, float>) return MPI_FLOAT;
    else if constexpr (std::is_same_v<T, long double>) return MPI_LONG_DOUBLE;
    else return MPI_DOUBLE;
}

template <class X>
concept DenseNumbers = requires(X& x) {
    { *x.data() };
    { x.size() };
};

template <class X>
concept MatrixOfNumbers = requires(X& x) {
    { *x.data() };
    x.rows();
    x.columns();
};

/// Acts on each number of a result, whatever it is made of, in order.
template <class X, class Act>
void for_numbers_of_result(X& x, const Act& act) {
    if constexpr (std::is_arithmetic_v<X>) {
        act(x);
    } else if constexpr (DenseNumbers<X>) {
        auto* const numbers = x.data();
        for (std::size_t i = 0, size = static_cast<std::size_t>(x.size()); i < size; ++i)
            mpi_detail::for_numbers_of_result(numbers[i], act);
    } else if constexpr (requires { std::tuple_size<X>::value; }) {
        [&]<std::size_t... I>(std::index_sequence<I...>) {
            using std::get;
            (mpi_detail::for_numbers_of_result(get<I>(x), act), ...);
        }(std::make_index_sequence<std::tuple_size_v<X>>{});
    } else if constexpr (MatrixOfNumbers<X>) {
        auto* const numbers = x.data();
        for (std::ptrdiff_t i = 0; i < x.rows() * x.columns(); ++i) mpi_detail::for_numbers_of_result(numbers[i], act);
    } else if constexpr (Shaped<X>) {
        scalar_of<X> numbers[shape_of<X>::size];
        shape_of<X>::template load<0>(x, numbers);
        for (scalar_of<X>& each : numbers) act(each);
        x = shape_of<X>::template store<0, X>(numbers);
    } else {
        static_assert(engine::always_false<X>,
                      "sum_over_ranks(result): a part of the result is nothing made of numbers");
    }
}

/// The type of the numbers of a result: that of the first.
template <class X>
struct number_in_result {
    static auto find() {
        if constexpr (std::is_arithmetic_v<X>) return std::type_identity<X>{};
        else if constexpr (DenseNumbers<X> || MatrixOfNumbers<X>)
            return number_in_result<std::remove_cvref_t<decltype(*std::declval<X&>().data())>>::find();
        else if constexpr (requires { std::tuple_size<X>::value; })
            return number_in_result<std::remove_cvref_t<std::tuple_element_t<0, X>>>::find();
        else return std::type_identity<scalar_of<X>>{};
    }
    using type = typename decltype(find())::type;
};

} // namespace mpi_detail

/// The share of the rank that calls. Errors: what MPI reports is a `std::runtime_error`.
inline rank_share share_of_rank(std::ptrdiff_t count, MPI_Comm communicator = MPI_COMM_WORLD) {
    int rank = 0, ranks = 1;
    mpi_detail::check_mpi(MPI_Comm_rank(communicator, &rank),
                          "share_of_rank(count, communicator): MPI_Comm_rank failed");
    mpi_detail::check_mpi(MPI_Comm_size(communicator, &ranks),
                          "share_of_rank(count, communicator): MPI_Comm_size failed");
    const std::ptrdiff_t each = count / ranks, more = count % ranks;
    return {rank * each + (rank < more ? rank : more), each + (rank < more ? 1 : 0)};
}

/// The sum of what all ranks give, number by number: a value, a gradient, a value with its gradient, whatever a static
/// function returns that is as long on all ranks. All ranks of the communicator call it, and have the sum. It is one
/// MPI_Allreduce. Errors: what MPI reports is a `std::runtime_error`.
template <class Result>
Result sum_over_ranks(Result part, MPI_Comm communicator = MPI_COMM_WORLD) {
    using T = typename mpi_detail::number_in_result<Result>::type;
    std::vector<T> numbers;
    mpi_detail::for_numbers_of_result(part, [&](const T& x) { numbers.push_back(x); });
    constexpr std::size_t most = std::numeric_limits<int>::max();
    for (std::size_t first = 0; first < numbers.size(); first += most) {
        const std::size_t count = numbers.size() - first < most ? numbers.size() - first : most;
        mpi_detail::check_mpi(MPI_Allreduce(MPI_IN_PLACE, numbers.data() + first, static_cast<int>(count),
                                            mpi_detail::mpi_type_of<T>(), MPI_SUM, communicator),
                              "sum_over_ranks(result, communicator): MPI_Allreduce failed");
    }
    std::size_t next = 0;
    mpi_detail::for_numbers_of_result(part, [&](T& x) { x = numbers[next++]; });
    return part;
}

} // namespace pullback

#pragma GCC diagnostic pop

#endif
