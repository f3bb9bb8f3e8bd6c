// SPDX-License-Identifier: BSL-1.0
#include "dual_check.hpp"
#include "seeded_numbers.hpp"

#include <pullback.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <cstddef>
#include <vector>

// Every word for ranges against loops written by hand, without a word of the vocabulary, and differentiated by dual
// numbers: value, gradient, tangent and Hessian times a vector, at 0, 1, 2, 7, 8, 9 and 1000 elements.

namespace {

using namespace seeded_numbers;

template <class F, class ByHand>
void check(F f, ByHand by_hand, std::size_t shortest = 0, std::size_t longest = 1000) {
    for (const std::size_t count :
         {std::size_t(0), std::size_t(1), std::size_t(2), std::size_t(7), std::size_t(8), std::size_t(9), longest}) {
        if (count < shortest) continue;
        BOOST_TEST_CONTEXT("length " << count) {
            const numbers x = random_numbers(count), v = random_numbers(count);
            const double a = random_number(), da = random_number();
            const subscripts k = random_subscripts(count == 0 ? 0 : count + 2, count);
            dual_check::check_by_duals(f, by_hand, x, v, a, da, k, 100 * count);
        }
    }
}

template <class T>
T total(const std::vector<T>& x, const auto& body) {
    T whole(0.0);
    for (const T& each : x) whole = whole + body(each);
    return whole;
}
template <class T>
std::size_t place_of_largest(const std::vector<T>& x, const auto& body) {
    std::size_t place = 0;
    for (std::size_t i = 1; i < x.size(); ++i)
        if (body(x[place]) < body(x[i])) place = i;
    return place;
}

using pullback::function;

} // namespace

BOOST_AUTO_TEST_CASE(sums_means_and_dots) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        return sum(x) * mean(x, [&](const auto& e) { return sin(a * e); }) +
               dot(x, map(x, [&](const auto& e) { return e * e * a; })) + mean(x);
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        const double size = static_cast<double>(x.size());
        const T plain = total(x, [](const T& e) { return e; });
        return plain * (total(x, [&](const T& e) { return sin(a * e); }) / size) +
               total(x, [&](const T& e) { return e * (e * e * a); }) + plain / size;
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(products) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        return product(x, [&](const auto& e) { return 1 + e * a / (x.size() + 1); }) * a;
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        T whole(1.0);
        for (const T& e : x) whole = whole * (1.0 + e * a / static_cast<double>(x.size() + 1));
        return whole * a;
    };
    check(f, by_hand);
}

BOOST_AUTO_TEST_CASE(norms) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        return norm(x, [&](const auto& e) { return sin(e) + a; }) * norm(x) +
               squared_norm(x, x, [&](const auto& p, const auto& q) { return p * q - a; });
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        return sqrt(total(x, [&](const T& e) { return square(sin(e) + a); })) *
                   sqrt(total(x, [](const T& e) { return square(e); })) +
               total(x, [&](const T& e) { return square(e * e - a); });
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(logarithms_of_sums_and_shares) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        const auto logit = [&](const auto& e) { return 3 * a * e; };
        return log_sum_exp(x, logit) + dot(softmax(x, logit), x) + mean(log_softmax(x)) * a;
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        const T whole = total(x, [&](const T& e) { return exp(3.0 * a * e); });
        const T plain = log(total(x, [](const T& e) { return exp(e); }));
        return log(whole) + total(x, [&](const T& e) { return exp(3.0 * a * e) / whole * e; }) +
               total(x, [&](const T& e) { return e - plain; }) / static_cast<double>(x.size()) * a;
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(extrema_and_their_places) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        const auto bent = [&](const auto& e) { return sin(3 * e) * a; };
        return max(x, bent) * min(x) + square(x[argmax(x, bent)]) * x[argmin(x)] + a * max(x);
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        const auto bent = [&](const T& e) { return sin(3.0 * e) * a; };
        const T best = x[place_of_largest(x, bent)], least = x[place_of_largest(x, [](const T& e) { return -e; })];
        return bent(best) * least + square(best) * least + a * x[place_of_largest(x, [](const T& e) { return e; })];
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(conditions) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        const auto is_high = [&](const auto& e) { return e > a; };
        return count(x, is_high) * a * a + select(any(x, is_high), sin(a), a) + select(all(x, is_high), a * a, exp(a)) +
               sum(x, [&](const auto& e) { return select(is_high(e), e * a, e * e); });
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        double high = 0;
        for (const T& e : x) high += e < a || number(e) == number(a) ? 0 : 1;
        return high * a * a + (high > 0 ? sin(a) : a) + (high == static_cast<double>(x.size()) ? a * a : exp(a)) +
               total(x, [&](const T& e) { return a < e ? e * a : e * e; });
    };
    check(f, by_hand);
}

BOOST_AUTO_TEST_CASE(places_pairs_and_ends) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        return x[0] * x[x.size() - 1] * dot(indices(x), x) / (x.size() * x.size()) +
               sum(zip(x, indices(x)), [&](const auto& pair) {
                   const auto& [e, i] = pair;
                   return square(e * a - i / x.size());
               });
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        const double size = static_cast<double>(x.size());
        T weighted(0.0), squares(0.0);
        for (std::size_t i = 0; i < x.size(); ++i) {
            weighted = weighted + static_cast<double>(i) * x[i];
            squares = squares + square(x[i] * a - static_cast<double>(i) / size);
        }
        return x.front() * x.back() * weighted / (size * size) + squares;
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(neighbours_of_what_is_computed) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        const auto bent = map(x, [&](const auto& e) { return sin(a * e); });
        return sum(shifted(bent, -1, a), x, shifted(bent, 2, 0.5),
                   [](const auto& p, const auto& q, const auto& r) { return p * q * r; });
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        T whole(0.0);
        for (std::size_t i = 0; i < x.size(); ++i)
            whole = whole + (i == 0 ? a : sin(a * x[i - 1])) * x[i] * (i + 2 < x.size() ? sin(a * x[i + 2]) : T(0.5));
        return whole;
    };
    check(f, by_hand);
}

BOOST_AUTO_TEST_CASE(gathers_with_repeated_subscripts) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto& k) {
        const auto chosen = map(k, [&](const auto& i) { return x[i] * a; });
        return sum(chosen, k, [&](const auto& c, const auto& i) { return exp(c) * x[i]; }) * x[k[0]];
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts& k) {
        T whole(0.0);
        for (const int i : k) {
            const T& e = x[static_cast<std::size_t>(i)];
            whole = whole + exp(e * a) * e;
        }
        return whole * x[static_cast<std::size_t>(k[0])];
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(products_of_matrices) {
    // A matrix of three columns and as many rows as there are elements: A w, and Aᵀ A times a matrix.
    constexpr auto f = function([](const auto& x, const auto& a, const auto&) {
        const auto matrix = map(x, [=](const auto& e) { return std::array{e, sin(a * e), a}; });
        const auto w = std::array{a, a * a, 0 * a + 1};
        const auto gram = matrix_matrix(transposed(matrix), matrix);
        return squared_norm(matrix_vector(matrix, w)) +
               sum(gram, [&](const auto& row) { return sin(dot(row, w) / x.size()); });
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts&) {
        const std::array<T, 3> w{a, a * a, T(1.0)};
        std::array<std::array<T, 3>, 3> gram{};
        T squares(0.0);
        for (const T& e : x) {
            const std::array<T, 3> row{e, sin(a * e), a};
            T product(0.0);
            for (std::size_t i = 0; i < 3; ++i) {
                product = product + row[i] * w[i];
                for (std::size_t j = 0; j < 3; ++j) gram[i][j] = gram[i][j] + row[i] * row[j];
            }
            squares = squares + square(product);
        }
        for (const auto& row : gram)
            squares = squares + sin((row[0] * w[0] + row[1] * w[1] + row[2] * w[2]) / static_cast<double>(x.size()));
        return squares;
    };
    check(f, by_hand, 1);
}

BOOST_AUTO_TEST_CASE(three_loops_in_each_other) {
    constexpr auto f = function([](const auto& x, const auto& a, const auto& k) {
        return sum(x, [&](const auto& p) {
            const auto scale = p * a;
            return sin(sum(
                k, [&](const auto& i) { return max(x, [&](const auto& q) { return cos(q * scale) * x[i]; }) * p; }));
        });
    });
    const auto by_hand = []<class T>(const std::vector<T>& x, const T& a, const subscripts& k) {
        return total(x, [&](const T& p) {
            T inner(0.0);
            for (const int i : k) {
                const T& e = x[static_cast<std::size_t>(i)];
                const auto body = [&](const T& q) { return cos(q * (p * a)) * e; };
                inner = inner + body(x[place_of_largest(x, body)]) * p;
            }
            return sin(inner);
        });
    };
    check(f, by_hand, 1, 40);
}
