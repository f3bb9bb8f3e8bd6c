// SPDX-License-Identifier: BSL-1.0
#include "depth.hpp"

// Functions recorded at run time are the static functions of the same bodies: values, derivatives of every kind, what
// a zero leaves out, and what is beyond those, containers of run-time length and programs of any size.
#include <pullback.hpp>
#include <pullback/record.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

namespace {

using pullback::recorded;
using vector = std::vector<double>;
using array = std::array<double, 3>;

constexpr auto energy = [](const auto& x, const auto& k) {
    using pullback::exp, pullback::select, pullback::sin, pullback::sqrt, pullback::square;
    auto sum = 0 * k;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const auto& next = x[(i + 1) % x.size()];
        sum += select(x[i] < next, k * square(next - x[i]), exp(-k * x[i]) / sqrt(1 + square(next)));
        sum += sin(x[i] * next) * max(x[i], 0.4);
    }
    return sum;
};
constexpr auto mapped = [](const auto& x) {
    auto y = x;
    for (std::size_t i = 0; i < x.size(); ++i) y[i] = sin(x[i]) * x[(i + 1) % x.size()] + 2 * i;
    return y;
};

constexpr array start{0.3, 0.9, 0.5};
const vector start_vector(start.begin(), start.end());
const auto close_to = boost::test_tools::tolerance(1e-13);

BOOST_AUTO_TEST_CASE(is_the_static_function) {
    constexpr auto known = pullback::function(energy);
    const auto f = pullback::record(energy, start, 0.7);
    BOOST_TEST(f(start, 0.7) == known(start, 0.7), close_to);
    BOOST_TEST(pullback::record(energy, start_vector, 0.7)(start_vector, 0.7) == known(start, 0.7), close_to);

    const auto [value, both] = pullback::value_and_gradient(f)(start, 0.7);
    const auto [by_x, by_k] = both;
    const auto [expected_by_x, expected_by_k] = pullback::gradient(known)(start, 0.7);
    BOOST_TEST(value == known(start, 0.7), close_to);
    BOOST_TEST(by_k == expected_by_k, close_to);
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(by_x[i] == expected_by_x[i], close_to);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(by_x)>, array>);

    const array by_first = pullback::gradient(f, pullback::wrt<0>)(start, 0.7);
    BOOST_TEST(by_first[1] == expected_by_x[1], close_to);
    const double by_second = pullback::gradient(f, pullback::wrt<1>())(start, 0.7);
    BOOST_TEST(by_second == expected_by_k, close_to);

    const auto H = pullback::hessian(f, pullback::wrt<0>)(start, 0.7);
    const auto expected_H = pullback::hessian(known, pullback::wrt<0>)(start, 0.7);
    static_assert(std::is_same_v<decltype(H), decltype(expected_H)>);
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(H[i][j] == expected_H[i][j], close_to);

    const array v{0.2, -1, 0};
    const auto t = pullback::jvp(f, pullback::wrt<0>)(start, 0.7, v);
    BOOST_TEST(t.value == value, close_to);
    BOOST_TEST(t.tangent == pullback::jvp(known, pullback::wrt<0>)(start, 0.7, v).tangent, close_to);
    const array Hv = pullback::hvp(f, pullback::wrt<0>)(start, 0.7, v);
    const array expected_Hv = pullback::hvp(known, pullback::wrt<0>)(start, 0.7, v);
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(Hv[i] == expected_Hv[i], close_to);
    const auto [Hv_x, Hv_k] = pullback::hvp(f)(start, 0.7, v, 0.5);
    const auto [expected_Hv_x, expected_Hv_k] = pullback::hvp(known)(start, 0.7, v, 0.5);
    BOOST_TEST(Hv_k == expected_Hv_k, close_to);
    BOOST_TEST(Hv_x[2] == expected_Hv_x[2], close_to);
}

BOOST_AUTO_TEST_CASE(maps_vectors) {
    constexpr auto known = pullback::function(mapped);
    const auto f = pullback::record(mapped, start_vector);
    const vector y = f(start_vector);
    const array expected = known(start);
    const auto [value, J] = pullback::value_and_jacobian(f)(start_vector);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(J)>, std::vector<vector>>);
    const auto expected_J = pullback::jacobian(known)(start);
    const array w{1, 0, -2};
    const auto c = pullback::vjp(f)(start_vector, vector(w.begin(), w.end()));
    const auto expected_c = pullback::vjp(known)(start, w);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(y[i] == expected[i], close_to);
        BOOST_TEST(value[i] == expected[i], close_to);
        BOOST_TEST(c.value[i] == expected[i], close_to);
        BOOST_TEST(c.cotangent[i] == expected_c.cotangent[i], close_to);
        for (std::size_t j = 0; j < 3; ++j) BOOST_TEST(J[i][j] == expected_J[i][j], close_to);
    }
    const auto T = pullback::jacobian(pullback::jacobian(f))(start_vector);
    BOOST_TEST(T[1][1][1] == -std::sin(start[1]) * start[2], close_to);
    BOOST_TEST(T[1][1][2] == std::cos(start[1]), close_to);
}

BOOST_AUTO_TEST_CASE(takes_results_and_memory_of_the_caller) {
    const auto f = pullback::record(mapped, start_vector);
    auto memory = f.workspace();
    vector y(3);
    f.call_into(y, memory, start_vector);
    BOOST_TEST(y == f(start_vector), boost::test_tools::per_element());
    BOOST_TEST(f.call(memory, start_vector) == y, boost::test_tools::per_element());
    const auto g = pullback::gradient(pullback::record(energy, start_vector, 0.7));
    const auto single = g(std::vector<float>(start.begin(), start.end()), 0.7f);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(get<0>(single))>, std::vector<float>>);
    BOOST_TEST(get<1>(single) == get<1>(g(start_vector, 0.7)), boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(other_extents_are_refused) {
    const auto f = pullback::record(mapped, start_vector);
    BOOST_CHECK_THROW(f(vector(4)), pullback::range_error);
    auto memory = f.workspace();
    vector y(2);
    BOOST_CHECK_THROW(f.call_into(y, memory, start_vector), pullback::range_error);
}

BOOST_AUTO_TEST_CASE(memory_of_another_function_is_refused) {
    const auto f = pullback::record(mapped, start_vector);
    auto memory = pullback::record([](const auto& x) { return x * x; }, 1.).workspace(); // outlives its function
    BOOST_CHECK_THROW(f.call(memory, start_vector), pullback::range_error);
    const auto copy = f;
    auto own = copy.workspace();
    BOOST_TEST(f.call(own, start_vector) == f(start_vector), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(values_of_another_recording_are_refused) {
    const auto around = [](const auto& inner) {
        return pullback::record([&](const auto& x) { return pullback::record(inner(x), 1.)(x); }, 2.);
    };
    BOOST_TEST(around([](const auto&) { return [](const auto& y) { return y * y; }; })(3.) == 9);
    const auto is_refused = [&](const auto& inner) { BOOST_CHECK_THROW(around(inner), pullback::range_error); };
    is_refused([](const auto& x) { return [&](const auto& y) { return x * y; }; });
    is_refused([](const auto& x) { return [&](const auto& y) { return select(y < x, y, 2 * y); }; });
    is_refused([](const auto& x) { return [&](const auto&) { return x; }; });
}

BOOST_AUTO_TEST_CASE(what_is_not_taken_and_zeros_contribute_nothing) {
    const auto f = pullback::record([](const auto& x) { return sqrt(max(x, 0)); }, 1.);
    BOOST_TEST(pullback::gradient(f)(-1.) == 0);
    BOOST_TEST(pullback::hessian(f)(-1.) == 0);
    const auto root = pullback::record([](const auto& x, const auto& y) { return sqrt(x) * y; }, 1., 1.);
    BOOST_TEST(pullback::jvp(root)(0., 2., 0., 1.).tangent == 0);
    const auto two =
        pullback::record([](const auto& x) { return std::array{sqrt(x[0]), x[1] * x[0]}; }, std::array{1., 1.});
    BOOST_TEST(pullback::vjp(two)(std::array{0., 3.}, std::array{0., 1.}).cotangent[0] == 3);
    const auto kink = pullback::record([](const auto& x) { return abs(x) + max(x, 0 * x); }, 1.);
    BOOST_TEST(pullback::gradient(kink)(0.) == 2);
}

BOOST_AUTO_TEST_CASE(calls_in_bodies_are_written_there) {
    const auto f = pullback::record(mapped, start_vector);
    const auto g = pullback::record(
        [&](const auto& x) {
            const auto y = f(f(x));
            return y[0] * y[1] + y[2];
        },
        start_vector);
    const vector y = f(f(start_vector));
    BOOST_TEST(g(start_vector) == y[0] * y[1] + y[2], close_to);
    const auto in_body =
        pullback::record([&](const auto& x) { return pullback::gradient(g)(x)[1] * x[0]; }, start_vector);
    BOOST_TEST(in_body(start_vector) == pullback::gradient(g)(start_vector)[1] * start[0], close_to);
}

BOOST_AUTO_TEST_CASE(several_threads_may_call) {
    const auto f = pullback::value_and_gradient(pullback::record(energy, start_vector, 0.7));
    const auto expected = pullback::record(energy, start_vector, 0.7)(start_vector, 0.7);
    std::array<bool, 4> is_right{};
    std::vector<std::thread> threads;
    for (bool& right : is_right)
        threads.emplace_back([&] {
            right = true;
            auto memory = f.workspace();
            for (int i = 0; i < 100; ++i)
                right = right && std::abs(f.call(memory, start_vector, 0.7).value - expected) < 1e-13;
        });
    for (std::thread& each : threads) each.join();
    for (const bool right : is_right) BOOST_TEST(right);
}

// A row that the library does not know.
struct cubed : pullback::elementary<cubed, 1> {
    static constexpr const char* name = "cubed";
    template <class T>
    static constexpr T value(const T& x) {
        return x * x * x;
    }
    template <class T>
    static constexpr T pullback(const T& x, const T&, const T& gy) {
        return 3 * x * x * gy;
    }
};

BOOST_AUTO_TEST_CASE(rows_of_users_are_called) {
    const auto f = pullback::record([](const auto& x) { return cubed{}(sin(x)); }, 0.5);
    BOOST_TEST(f(0.5) == std::pow(std::sin(0.5), 3), close_to);
    BOOST_TEST(pullback::gradient(f)(0.5) == 3 * std::pow(std::sin(0.5), 2) * std::cos(0.5), close_to);
}

BOOST_AUTO_TEST_CASE(depth_and_size_do_not_matter) {
    const auto f = pullback::record(
        [](const auto& x) {
            auto y = x;
            for (int i = 0; i < depth; ++i) y = sin(y) + 0.25 * x;
            return y;
        },
        0.5);
    const double h = 1e-5;
    const auto [value, slope] = pullback::value_and_gradient(f)(0.5);
    BOOST_TEST(value == f(0.5), close_to);
    BOOST_TEST(slope == (f(0.5 + h) - f(0.5 - h)) / (2 * h), boost::test_tools::tolerance(1e-8));
    BOOST_TEST(pullback::hessian(f)(0.5) == (pullback::gradient(f)(0.5 + h) - pullback::gradient(f)(0.5 - h)) / (2 * h),
               boost::test_tools::tolerance(1e-6));
}

} // namespace
