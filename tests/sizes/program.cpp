// SPDX-License-Identifier: BSL-1.0
// A function of about SIZE operations and its derivative, to be compiled with the compiler's default limits; see
// sweep.cmake. SHAPE, WAY and DERIVATIVE say which.
#include <pullback.hpp>

#include <array>
#include <utility>

namespace shapes {

enum shape { chain, stencil, tree, dense, random };
enum way { generic, formula };
enum derivative { value, gradient, jacobian, hessian };

constexpr int largest(int a, int b) { return a > b ? a : b; }

constexpr bool has_formula = WAY == formula;
constexpr shape form = SHAPE;

// The unknowns of a function of about `SIZE` operations.
constexpr int unknowns = [] {
    switch (form) {
        case chain: return 1;
        case stencil: return largest(2, SIZE / 6 + 1);
        case tree: return largest(2, SIZE / 2);
        case dense: {
            int n = 1;
            while (2 * (n + 1) * (n + 1) <= SIZE) ++n;
            return n;
        }
        case random: return 10;
    }
    return 0;
}();

constexpr unsigned next_random(unsigned state) { return state * 1664525u + 1013904223u; }

// What operation number `i` of a random function is, and the earlier number that it takes.
struct step {
    unsigned what;
    int other;
};
constexpr step random_step(int i) {
    unsigned state = static_cast<unsigned>(i) * 2654435761u + 12345u;
    for (int k = 0; k < 3; ++k) state = next_random(state);
    const unsigned what = (state >> 16) % 10;
    for (int k = 0; k < 2; ++k) state = next_random(state);
    return {what, static_cast<int>((state >> 8) % static_cast<unsigned>(unknowns + i))};
}
using vector = std::array<double, static_cast<std::size_t>(unknowns)>;

constexpr auto element(const auto& x, int i) { return x[static_cast<std::size_t>(i)]; }
constexpr auto term(const auto& a, const auto& b) { return square(b - square(a)) + sin(a); }

// One number.
constexpr auto sum_in_shape = [](const auto& x) {
    using T = std::remove_cvref_t<decltype(x[0])>;
    if constexpr (form == chain) {
        T y = x[0];
        for (int i = 0; i < SIZE / 3; ++i) y = 0.7 * sin(y) + x[0];
        return y;
    } else if constexpr (form == stencil) {
        T sum = 0;
        for (int i = 0; i + 1 < unknowns; ++i) sum += term(element(x, i), element(x, i + 1));
        return sum;
    } else if constexpr (form == tree) {
        std::array<T, static_cast<std::size_t>(unknowns)> level{};
        for (int i = 0; i < unknowns; ++i) level[static_cast<std::size_t>(i)] = exp(element(x, i));
        for (int width = unknowns; width > 1; width = (width + 1) / 2)
            for (int i = 0; 2 * i < width; ++i) {
                T& to = level[static_cast<std::size_t>(i)];
                const T& a = element(level, 2 * i);
                if (2 * i + 1 == width) to = T(a);
                else to = i % 2 == 0 ? a * element(level, 2 * i + 1) : a + element(level, 2 * i + 1);
            }
        return level[0];
    } else if constexpr (form == dense) {
        T sum = 0;
        for (int i = 0; i < unknowns; ++i) {
            T row = 0.1 * i;
            for (int k = 0; k < unknowns; ++k) row += (0.01 * ((7 * i + 3 * k) % 17) - 0.05) * element(x, k);
            sum += square(tanh(row));
        }
        return sum;
    } else {
        std::array<T, static_cast<std::size_t>(unknowns + SIZE)> v{};
        for (int i = 0; i < unknowns; ++i) v[static_cast<std::size_t>(i)] = element(x, i);
        for (int i = 0; i < SIZE; ++i) {
            const step s = random_step(i);
            const T a = element(v, unknowns + i - 1), b = element(v, s.other);
            v[static_cast<std::size_t>(unknowns + i)] = s.what < 4   ? T(a * b)
                                                        : s.what < 7 ? T(a + b)
                                                        : s.what < 9 ? T(a - b)
                                                                     : T(sin(a));
        }
        return v[static_cast<std::size_t>(unknowns + SIZE - 1)];
    }
};

// As many as there are unknowns.
constexpr auto vector_in_shape = [](const auto& x) {
    std::remove_cvref_t<decltype(x)> result{};
    for (int i = 0; i < unknowns; ++i) {
        auto& to = result[static_cast<std::size_t>(i)];
        if constexpr (form == dense) {
            to = 0.1 * i;
            for (int k = 0; k < unknowns; ++k) to += (0.01 * ((7 * i + 3 * k) % 17) - 0.05) * element(x, k);
            to = tanh(to);
        } else {
            to = term(element(x, i), element(x, (i + 1) % unknowns));
        }
    }
    return result;
};

template <int I>
constexpr auto variable = pullback::variable<I>;

// In halves: a compiler that nests too deep says so before the library has a part in it.
template <int First, int Count, class Leaf, class Join>
constexpr auto joined(const Leaf& leaf, const Join& join) {
    if constexpr (Count == 1) return leaf(std::integral_constant<int, First>{});
    else
        return join(joined<First, Count / 2>(leaf, join), joined<First + Count / 2, Count - Count / 2>(leaf, join),
                    std::integral_constant<int, First>{});
}

template <int I>
struct random_node {
    static constexpr auto made = [] {
        if constexpr (I < unknowns) {
            return variable<I>;
        } else {
            constexpr step s = random_step(I - unknowns);
            constexpr auto a = random_node<I - 1>::made;
            constexpr auto b = random_node<s.other>::made;
            if constexpr (s.what < 4) return a * b;
            else if constexpr (s.what < 7) return a + b;
            else if constexpr (s.what < 9) return a - b;
            else return sin(a);
        }
    }();
};
template <int I>
struct chain_node {
    static constexpr auto made = [] {
        if constexpr (I == 0) return variable<0>;
        else {
            using namespace pullback::literals;
            constexpr auto y = chain_node<I - 1>::made;
            return 0.7_c * sin(y) + variable<0>;
        }
    }();
};
// One after the other, so that nothing nests.
template <template <int> class Node, int... I>
constexpr auto last_of(std::integer_sequence<int, I...>) {
    [[maybe_unused]] const bool made[] = {(static_cast<void>(Node<I>::made), true)...};
    return Node<static_cast<int>(sizeof...(I)) - 1>::made;
}

// A template, so that the compiler looks at what it is asked for only.
template <way Way, shape Shape, int Unknowns>
constexpr auto function() {
    if constexpr (Way == generic) {
        if constexpr (DERIVATIVE == jacobian) return pullback::function(vector_in_shape);
        else return pullback::function(sum_in_shape);
    } else if constexpr (Shape == chain) {
        return last_of<chain_node>(std::make_integer_sequence<int, Unknowns*(SIZE / 3) + 1>{});
    } else if constexpr (Shape == random) {
        return last_of<random_node>(std::make_integer_sequence<int, Unknowns + SIZE>{});
    } else if constexpr (Shape == tree) {
        return joined<0, Unknowns>([](auto i) { return exp(variable<i.value>); },
                                   [](const auto& a, const auto& b, auto first) {
                                       if constexpr (first.value % 2 == 0) return a * b;
                                       else return a + b;
                                   });
    } else {
        return joined<0, Unknowns - 1>([](auto i) { return term(variable<i.value>, variable<i.value + 1>); },
                                       [](const auto& a, const auto& b, auto) { return a + b; });
    }
}

constexpr auto f = function<WAY, form, unknowns>();
constexpr auto differentiated = [] {
    if constexpr (DERIVATIVE == value) return f;
    else if constexpr (DERIVATIVE == gradient) return pullback::gradient(f);
    else if constexpr (DERIVATIVE == jacobian) return pullback::jacobian(f);
    else return pullback::hessian(f);
}();

template <class F, std::size_t... I>
auto call_with_each(const F& function, const vector& x, std::index_sequence<I...>) {
    return function(x[I]...);
}
template <way Way, class F>
auto call(const F& function, const vector& x) {
    if constexpr (Way == formula)
        return shapes::call_with_each(function, x, std::make_index_sequence<F::signature::count>{});
    else return function(x);
}

} // namespace shapes

auto call(const shapes::vector& x) { return shapes::call<shapes::WAY>(shapes::differentiated, x); }
