// SPDX-License-Identifier: BSL-1.0
#include "watched_allocations.hpp"

#include <pullback/dynamic.hpp>
#include <pullback/dynamic/engine.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <complex>
#include <new>
#include <string>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <cstdio>
#include <unistd.h>
#endif

// What users do to a graph while it is in use, and what happens when memory runs out.

namespace {

namespace dynamic = pullback::dynamic;
using dynamic::variable;

// Allocations of the thread that are let through before one fails, if not negative; then all fail.
thread_local long let_through = -1;

bool may_allocate() {
    if (let_through < 0) return true;
    if (let_through == 0) return false;
    --let_through;
    return true;
}

/// Takes memory in its `backward`.
struct greedy : dynamic::function<greedy> {
    double forward(double x) { return 2 * x; }
    double backward(double gy) {
        if (!may_allocate()) throw std::bad_alloc();
        return 2 * gy;
    }
};

/// Assigns to a variable of the caller's in its `backward`.
struct assigning : dynamic::function<assigning> {
    variable<double>* handle = nullptr;
    double forward(double x) { return 2 * x; }
    double backward(double gy) {
        if (handle != nullptr) *handle = variable{7.0};
        return 2 * gy;
    }
};

struct assigning_forward : dynamic::function<assigning_forward> {
    variable<double>* handle = nullptr;
    double forward(const double& x) {
        *handle = variable{7.0};
        return 2 * x;
    }
    double backward(double gy) { return 2 * gy * input().data(); }
};

/// A graph wide enough that a pass needs memory of its own, with inputs that have gradients.
struct wide {
    std::vector<variable<double>> x;
    variable<double> y{0.0};

    wide() {
        for (int i = 0; i < 100; ++i) x.emplace_back(0.01 * i);
        const auto sum_of = [&](const auto& self, std::size_t first, std::size_t last) -> variable<double> {
            if (last - first == 1) return sin(x[first]);
            const std::size_t middle = (first + last) / 2;
            return self(self, first, middle) + self(self, middle, last) * x[first];
        };
        y = sum_of(sum_of, 0, x.size());
        for (const auto& input : x) y = y + input * input;
    }
};

#if defined(__linux__)
/// Address space in use, in MiB.
long address_space() {
    long pages = 0;
    if (std::FILE* const file = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(file, "%ld", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return pages * (sysconf(_SC_PAGESIZE) / 1024) / 1024;
}
#endif

} // namespace

BOOST_AUTO_TEST_CASE(a_users_backward_may_assign_to_the_root) {
    for (const bool by_grad : {false, true}) {
        variable x{3.0};
        assigning f;
        variable<double> y{0.0};
        f.handle = &y;
        y = f(x);
        if (by_grad) BOOST_TEST(grad(y, x).data() == 2);
        else {
            y.backward();
            BOOST_TEST(x.grad() == 2);
        }
        BOOST_TEST(y.data() == 7);
    }
}

BOOST_AUTO_TEST_CASE(a_users_backward_may_assign_to_the_variable_asked_for) {
    variable x{3.0};
    assigning f;
    f.handle = &x;
    const auto y = f(x);
    BOOST_TEST(grad(y, x).data() == 2);
    BOOST_TEST(x.data() == 7);
}

BOOST_AUTO_TEST_CASE(a_users_backward_may_drop_the_call_asked_by_hand) {
    variable<double> y{0.0};
    assigning f;
    f.handle = &y;
    y = f(variable{3.0});
    auto call = y.creator();
    struct dropping : dynamic::function<dropping> {
        dynamic::call<double>* handle = nullptr;
        double forward(double x) { return x; }
        double backward(double gy) {
            *handle = {};
            return gy;
        }
    } drop;
    drop.handle = &call;
    auto z = drop(variable{1.0});
    call = z.creator();
    z = variable{0.0};
    drop = {};
    BOOST_TEST(call.backward(2.0) == 2);
}

BOOST_AUTO_TEST_CASE(a_users_forward_may_assign_to_its_argument) {
    variable x{3.0};
    assigning_forward f;
    f.handle = &x;
    const auto y = f(x);
    BOOST_TEST(y.data() == 6);
    BOOST_TEST(y.creator().input().data() == 3);
    y.backward();
    BOOST_TEST(y.creator().input().grad() == 6);
}

BOOST_AUTO_TEST_CASE(gradients_of_inputs_survive_a_pass_without_memory) {
    wide graph;
    graph.y.backward();
    std::vector<double> once;
    for (const auto& x : graph.x) once.push_back(x.grad());
    bool has_failed = false, has_worked = false;
    for (long allocations = 0; !has_worked; ++allocations) {
        BOOST_REQUIRE(allocations < 10000);
        let_through = allocations;
        try {
            graph.y.backward();
            has_worked = true;
        } catch (const std::bad_alloc&) {
            has_failed = true;
        }
        let_through = -1;
        bool is_right = true;
        for (std::size_t i = 0; i < once.size(); ++i)
            is_right = is_right && graph.x[i].has_grad() && graph.x[i].grad() == (has_worked ? 2 * once[i] : once[i]);
        BOOST_TEST(is_right, "after " << allocations << " allocations");
    }
    BOOST_TEST(has_failed);
}

BOOST_AUTO_TEST_CASE(inputs_without_gradient_have_none_after_a_pass_without_memory) {
    const variable x{1.0};
    greedy f;
    const auto first = f(x); // the call that a pass comes to last
    const wide graph;
    const auto y = graph.y + first;
    let_through = 0;
    BOOST_CHECK_THROW(y.backward(), std::bad_alloc);
    let_through = -1;
    bool has_any = x.has_grad();
    for (const auto& input : graph.x) has_any = has_any || input.has_grad();
    BOOST_TEST(!has_any);
    y.backward();
    BOOST_TEST(graph.x[0].has_grad());
    BOOST_TEST(x.grad() == 2);
}

BOOST_AUTO_TEST_CASE(a_pass_over_numbers_takes_no_memory) {
    const wide graph;
    graph.y.backward();
    for (const auto& input : graph.x) input.clear_grad();
    if (dynamic::engine::uses_pool) let_through = 0;
    graph.y.backward();
    let_through = -1;
    BOOST_TEST(graph.x[0].has_grad());
}

BOOST_AUTO_TEST_CASE(an_update_in_place_that_keeps_its_history_is_refused) {
    const auto refused = [](const auto& update) {
        variable x{2.0};
        x.set_name("weight");
        try {
            for (int i = 0; i < 8000; ++i) {
                square(x - 3).backward();
                update(x);
            }
        } catch (const dynamic::growing_history& error) {
            const std::string text = error.what();
            BOOST_TEST(text.find(".set_data(") != std::string::npos);
            BOOST_TEST(text.find("100 times") != std::string::npos);
            return true;
        }
        return false;
    };
    BOOST_TEST(refused([](auto& x) { x -= 0.01 * x.grad(); }));
    BOOST_TEST(refused([](auto& x) {
        x -= 0.01 * x.grad();
        x.clear_grad();
    }));
    BOOST_TEST(refused([](auto& x) {
        const double slope = x.grad();
        x.clear_grad();
        x = x - 0.01 * slope;
    }));
    BOOST_TEST(refused([](auto& x) { x += -0.01 * x.grad(); }));
    BOOST_TEST(refused([](auto& x) { x = 0.999 * x - 0.01 * x.grad(); }));
    BOOST_TEST(refused([](auto& x) { x -= 0.01 * grad(square(x - 3), x).data(); }));
}

BOOST_AUTO_TEST_CASE(updates_that_keep_no_history_work) {
    const auto minimised = [](const auto& update) {
        variable x{2.0};
        for (int i = 0; i < 2000; ++i) {
            square(x - 3).backward();
            update(x);
        }
        return x.data();
    };
    const auto near_three = boost::test_tools::tolerance(1e-12);
    BOOST_TEST(minimised([](auto& x) {
                   x.set_data(x.data() - 0.05 * x.grad());
                   x.clear_grad();
               }) == 3,
               near_three);
    BOOST_TEST(minimised([](auto& x) {
                   const dynamic::no_grad scope;
                   x -= 0.05 * x.grad();
               }) == 3,
               near_three);
    BOOST_TEST(minimised([](auto& x) {
                   x -= 0.05 * x.grad();
                   x = x.detach();
               }) == 3,
               near_three);
}

BOOST_AUTO_TEST_CASE(sums_in_place_stay_linked) {
    variable x{2.0}, y = x;
    for (int pass = 0; pass < 300; ++pass) { // gradients add up, and x has one from the second pass on
        variable<double> sum = x;
        sum *= 3;
        sum += 1;
        for (int i = 0; i < 200; ++i) sum += i % 2 == 0 ? 0.5 * x : x - 1;
        sum -= 2;
        sum /= 2.0;
        sum.backward();
        BOOST_REQUIRE(x.grad() == (pass + 1) * (3 + 50 + 100) / 2.0);
    }
    y += 1;
    BOOST_TEST(x.data() == 2);
    BOOST_TEST(y.data() == 3);
    variable<float> narrow{1.0f};
    narrow *= 2;
    narrow -= 0.5;
    BOOST_TEST(narrow.data() == 1.5f);
    variable<int> whole{3};
    whole += 2;
    BOOST_TEST(whole.data() == 5);
}

BOOST_AUTO_TEST_CASE(the_gradient_of_a_constant_variable_can_be_cleared) {
    const variable x{2.0};
    square(x).backward();
    x.clear_grad();
    BOOST_TEST(!x.has_grad());
}

BOOST_AUTO_TEST_CASE(complex_numbers_of_variables_compute_with_plain_ones) {
    variable re{1.5}, im{-0.5};
    const std::complex<variable<double>> z(re, im);
    const std::complex<double> i(0, 1), at(1.5, -0.5);
    const auto f = [&](const auto& w) {
        return 2.0 * w * w + 1.0 - w / 2.0 + i * w + 3.0 / w - 1.0 + (0.5 - w) * 2.0 + w * i - i + (i - w) / i;
    };
    const auto value = f(z);
    const std::complex<double> want = f(at), slope = 4.0 * at - 0.5 + i - 3.0 / (at * at) - 2.0 + i - 1.0 / i;
    const auto close = boost::test_tools::tolerance(1e-14);
    BOOST_TEST(value.real().data() == want.real(), close);
    BOOST_TEST(value.imag().data() == want.imag(), close);
    value.real().backward();
    BOOST_TEST(re.grad() == slope.real(), close);
    BOOST_TEST(im.grad() == -slope.imag(), close);
    const auto twice = 2 * z;
    BOOST_TEST(twice.imag().data() == -1);
}

#if defined(__linux__)
BOOST_AUTO_TEST_CASE(threads_leave_their_memory_to_others) {
    const auto growth = [](int count, const auto& work) {
        std::thread(work).join(); // takes stacks and chunks once
        const long before = address_space();
        for (int i = 0; i < count; ++i) std::thread(work).join();
        return address_space() - before;
    };
    std::vector<variable<double>> kept;
    const auto make = [&] {
        kept.assign(1, variable{1.0});
        for (int i = 0; i < 50; ++i) kept[0] = sin(kept[0]) * 0.5;
    };
    BOOST_TEST(growth(1000, make) < 100);
    const auto drop = [&] { kept.clear(); };
    const auto make_and_drop = [&] {
        make();
        std::thread(drop).join(); // a thread that only drops
    };
    BOOST_TEST(growth(1000, make_and_drop) < 100);
    const auto keep_for_the_thread = [] {
        thread_local std::vector<variable<double>> own; // destroyed after what the thread has of the pool
        own.reserve(1);
        own.emplace_back(1.0);
        for (int i = 0; i < 50; ++i) own[0] = sin(own[0]);
    };
    BOOST_TEST(growth(1000, keep_for_the_thread) < 100);
    // One makes, another drops, and both go on.
    const long before = address_space();
    for (int round = 0; round < 100; ++round) {
        std::vector<variable<double>> box;
        for (int i = 0; i < 10000; ++i) box.emplace_back(0.5);
        std::thread([&] { box.clear(); }).join();
    }
    BOOST_TEST(address_space() - before < 60);
}
#endif
