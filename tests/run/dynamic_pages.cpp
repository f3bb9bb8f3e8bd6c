// SPDX-License-Identifier: BSL-1.0
#include <pullback/dynamic.hpp>
#include <pullback/dynamic/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <cmath>
#include <cstddef>
#include <thread>
#include <vector>

// Calls lie in memory in the order in which they were made, and a backward pass relies on that.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;

/// Its backward makes a graph of its own and passes back through it.
struct nested : dynamic::function<nested> {
    double forward(const double& x) { return x * x * x; }
    double backward(double gy) {
        variable inner{input().data()};
        (inner * inner * inner).backward();
        return gy * inner.grad();
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_node_of_numbers_takes_48_bytes) {
    variable x{2.0};
    const auto y = square(x);
    const auto sum = y + 1.5, product = y * sum;
    const auto distance = [](const auto& a, const auto& b) {
        return reinterpret_cast<const char*>(b.node()) - reinterpret_cast<const char*>(a.node());
    };
    if (!dynamic::engine::uses_pool) return;
    BOOST_TEST(distance(y, sum) == 48);
    BOOST_TEST(distance(sum, product) == 48);
}

BOOST_AUTO_TEST_CASE(a_small_graph_made_again_stays_where_it_is) {
    const variable x{2.0};
    const void* first = nullptr;
    const auto passed = [&] {
        const auto left = x * x, right = sin(left), sum = left + right;
        if (first == nullptr) first = left.node();
        (sum * left).backward();
        return static_cast<const void*>(left.node());
    };
    bool has_moved = false;
    for (int round = 0; round < 5000; ++round) has_moved = passed() != first || has_moved;
    BOOST_TEST(x.grad() / 5000 == 4 * (8 + std::sin(4.0) + 4 * std::cos(4.0)), boost::test_tools::tolerance(1e-12));
    if (dynamic::engine::uses_pool) BOOST_TEST(!has_moved);
}

BOOST_AUTO_TEST_CASE(calls_that_are_kept_are_not_written_over) {
    const variable x{2.0};
    std::vector<variable<double>> kept;
    for (int round = 0; round < 1999; ++round) {
        const auto left = x * double(round), middle = left + 1.0, right = middle * left, top = right + middle;
        if (round % 7 == 0) kept.push_back(middle);
        if (round % 11 == 0) kept.push_back(top);
        if (round % 500 == 499) kept.clear();
    }
    std::size_t at = 0;
    for (int round = 1500; round < 1999; ++round) {
        if (round % 7 == 0) BOOST_TEST(kept[at++].data() == 2.0 * round + 1);
        if (round % 11 == 0) BOOST_TEST(kept[at++].data() == 2.0 * round * (2.0 * round + 1) + 2.0 * round + 1);
    }
    x.clear_grad();
    kept.back().backward();
    BOOST_TEST(x.has_grad());
}

BOOST_AUTO_TEST_CASE(chains_side_by_side_are_passed_one_by_one) {
    constexpr std::size_t count = 300, length = 50;
    std::vector<variable<double>> x, y;
    for (std::size_t i = 0; i < count; ++i) x.emplace_back(1.0 + 0.001 * static_cast<double>(i));
    y = x;
    for (std::size_t step = 0; step < length; ++step)
        for (auto& each : y) each = each * 1.01;
    for (std::size_t i = 0; i < count; i += 2) y[i].backward();
    auto sum = y[0];
    for (std::size_t i = 1; i < count; ++i) sum = sum + y[i] * x[count - 1 - i];
    for (auto& each : x) each.clear_grad();
    sum.backward();
    double power = 1;
    for (std::size_t step = 0; step < length; ++step) power *= 1.01;
    const auto close = boost::test_tools::tolerance(1e-12);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t other = count - 1 - i;
        const double by_own_term = i == 0 ? power : power * x[other].data();
        const double by_other_term = other == 0 ? 0 : power * x[other].data();
        BOOST_TEST(x[i].grad() == by_own_term + by_other_term, close);
    }
}

BOOST_AUTO_TEST_CASE(a_thread_uses_what_another_made_later_than_its_own_page) {
    variable x{2.0};
    auto y = square(x);
    for (int round = 0; round < 20; ++round) {
        std::thread([&] { y = y * 0.5 + x; }).join();
        y = square(y) * 0.25;
    }
    // The same by one thread, and the same data.
    variable u{2.0};
    auto v = square(u);
    for (int round = 0; round < 20; ++round) {
        v = v * 0.5 + u;
        v = square(v) * 0.25;
    }
    y.backward();
    v.backward();
    BOOST_TEST(y.data() == v.data());
    BOOST_TEST(x.grad() == u.grad());
}

BOOST_AUTO_TEST_CASE(threads_pass_through_neighbours_at_once) {
    constexpr std::size_t count = 8;
    std::vector<variable<double>> x, y;
    for (std::size_t i = 0; i < count; ++i) x.emplace_back(1.0);
    y = x;
    for (int step = 0; step < 2000; ++step)
        for (auto& each : y) each = sin(each) + 0.5;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < count; ++i)
        threads.emplace_back([&, i] {
            y[i].backward();
            y[i] = variable{0.0};
        });
    for (auto& thread : threads) thread.join();
    for (std::size_t i = 1; i < count; ++i) BOOST_TEST(x[i].grad() == x[0].grad());
}

BOOST_AUTO_TEST_CASE(a_pass_inside_a_pass_goes_over_the_same_page) {
    variable x{1.5};
    auto y = nested{}(x) * 2.0;
    y = nested{}(y) + nested{}(x);
    y.backward();
    const double inner = 2 * 1.5 * 1.5 * 1.5;
    BOOST_TEST(x.grad() == 3 * inner * inner * 2 * (3 * 1.5 * 1.5) + 3 * 1.5 * 1.5,
               boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(calls_after_a_replacement_are_told_from_those_before) {
    variable x{1.0};
    const auto before = square(x);
    x.set_data(2.0);
    const auto after = square(x) + 1.0;
    BOOST_CHECK_THROW(before.backward(), dynamic::data_replaced);
    after.backward();
    BOOST_TEST(x.grad() == 4);
    for (int i = 0; i < 1000; ++i) {
        x.set_data(i);
        x.clear_grad();
        square(x).backward();
        BOOST_REQUIRE(x.grad() == 2 * i);
    }
    BOOST_CHECK_THROW(after.backward(), dynamic::data_replaced);
}

BOOST_AUTO_TEST_CASE(numbers_stay_where_they_are_when_a_call_is_named) {
    variable x{3.0};
    auto y = 2.5 * x;
    y.set_name("y");
    auto z = 7.0 - y;
    const auto call = z.creator();
    z.backward();
    BOOST_TEST(x.grad() == -2.5);
    BOOST_TEST((call.input() == y));
    BOOST_TEST((y.creator().input() == x));
    BOOST_TEST(grad(z, x).data() == -2.5);
    BOOST_TEST(call.backward(1.0) == -1);
}
