// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>
#include <boost/test/unit_test.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>
#if __has_include(<mdspan>)
#include <mdspan>
#endif

// What may be an argument of run-time length, and what may be in it: each against vectors of numbers, to the bit.

namespace range_arguments {

using numbers = std::vector<double>;

/// Newest first: `size()` and `[i]` are enough.
struct ring_buffer {
    numbers values;
    std::size_t newest = 0;
    std::size_t size() const { return values.size(); }
    double operator[](std::size_t i) const { return values[(newest + i) % values.size()]; }
};

/// Rows with a margin, which is reached in its own way.
template <class T>
struct picture {
    std::ptrdiff_t height, width, stride;
    std::vector<T> pixels;
};

/// Owns its numbers and gives a view of them: loops read and write that.
struct shelf {
    numbers values;
    static inline int reads = 0;
};
template <class T>
struct shelf_view {
    T* first;
    std::ptrdiff_t count;
};

// A struct of fixed types, which structured bindings take apart.
struct observation {
    int camera, point;
    double u, v;
    bool is_used;
};
// One whose parts have names inside a function, too.
template <class T, class Index = int>
struct seen {
    Index camera, point;
    T u, v;
};
struct adapted {
    BOOST_HANA_DEFINE_STRUCT(adapted, (unsigned, place), (double, weight));
};

enum class kind : unsigned char { squared, linear };

} // namespace range_arguments

template <class T>
struct pullback::range_data<range_arguments::shelf_view<T>>
    : pullback::range_defaults<range_arguments::shelf_view<T>, double> {
    template <int>
    static std::ptrdiff_t extent(const range_arguments::shelf_view<T>& view) {
        return view.count;
    }
    static T& at(const range_arguments::shelf_view<T>& view, std::ptrdiff_t i) { return view.first[i]; }
};
template <>
struct pullback::range_data<range_arguments::shelf> : pullback::range_defaults<range_arguments::shelf, double> {
    template <int>
    static std::ptrdiff_t extent(const range_arguments::shelf& s) {
        return static_cast<std::ptrdiff_t>(s.values.size());
    }
    static auto& at(auto& s, std::ptrdiff_t i) {
        ++range_arguments::shelf::reads;
        return s.values[static_cast<std::size_t>(i)];
    }
    static auto view(auto& s) {
        return range_arguments::shelf_view<std::remove_pointer_t<decltype(s.values.data())>>{s.values.data(),
                                                                                             extent<0>(s)};
    }
    template <class>
    using like = range_arguments::shelf;
    template <class>
    static range_arguments::shelf make_like(const range_arguments::shelf& s) {
        return {range_arguments::numbers(s.values.size())};
    }
};

template <>
struct pullback::range_data<range_arguments::ring_buffer>
    : pullback::range_defaults<range_arguments::ring_buffer, double> {};

template <class T>
struct pullback::range_data<range_arguments::picture<T>> : pullback::range_defaults<range_arguments::picture<T>, T, 2> {
    template <int K>
    static std::ptrdiff_t extent(const range_arguments::picture<T>& p) {
        return K == 0 ? p.height : p.width;
    }
    static auto& at(auto& p, std::ptrdiff_t i, std::ptrdiff_t j) {
        return p.pixels[static_cast<std::size_t>(i * p.stride + j)];
    }
};

namespace {

using namespace range_arguments;
using namespace pullback; // as the bodies say sum(x, f)

void check_equal(const numbers& a, const numbers& b) { BOOST_TEST(a == b, boost::test_tools::per_element()); }

constexpr auto deviation = function(
    [](const auto& x, const auto& a) { return sum(x, [&](const auto& each) { return exp(a * each) - each / a; }); });
constexpr auto of_rows = function(
    [](const auto& x) { return sum(x, [](const auto& row) { return sin(sum(row)) * row.size() + dot(row, row); }); });

const numbers cameras{0.5, -1, 2};
const std::vector<int> camera_of{0, 2, 2, 1, 2}, point_of{1, 0, 1, 1, 0};
const numbers u{0.1, 0.2, 0.3, 0.4, 0.5}, v{-1, 2, -3, 4, -5};
constexpr bool used[] = {true, true, false, true, true};

// The same with an array for each member.
constexpr auto by_columns = function(
    [](const auto& c, const auto& camera, const auto& point, const auto& us, const auto& vs, const auto& flags) {
        return sum(zip(camera, point), us, vs, flags,
                   [&](const auto& places, const auto& x, const auto& y, const auto& flag) {
                       const auto& [i, j] = places;
                       return select(flag, square(c[i] * x - y) * exp(c[j]), 0);
                   });
    });
constexpr auto by_rows = function([](const auto& c, const auto& rows) {
    return sum(rows, [&](const auto& row) {
        const auto& [camera, point, x, y, is_used] = row;
        return select(is_used, square(c[camera] * x - y) * exp(c[point]), 0);
    });
});

std::vector<observation> observations() {
    std::vector<observation> rows;
    for (std::size_t i = 0; i < u.size(); ++i) rows.push_back({camera_of[i], point_of[i], u[i], v[i], used[i]});
    return rows;
}
std::vector<bool> flags() { return std::vector<bool>(std::begin(used), std::end(used)); }

} // namespace

BOOST_AUTO_TEST_CASE(loops_read_and_write_the_view_of_a_container_that_has_one) {
    const numbers values{0.5, -1, 2, 0.25};
    const shelf owner{values};
    const auto [wanted, wanted_slope] = value_and_gradient(deviation, wrt<0>)(values, 1.5);
    const auto [value, slope] = value_and_gradient(deviation, wrt<0>)(owner, 1.5);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(slope)>, shelf>);
    BOOST_TEST(value == wanted);
    check_equal(slope.values, wanted_slope);
    BOOST_TEST(shelf::reads == 0); // what looks whether memory overlaps asks the container itself
    shelf placed{numbers(values.size())};
    gradient(deviation, wrt<0>).into(placed)(owner, 1.5);
    check_equal(placed.values, wanted_slope);
}

BOOST_AUTO_TEST_CASE(containers_of_one_s_own) {
    const ring_buffer x{{3, 0.5, 2}, 1};
    const numbers in_order{0.5, 2, 3};
    const auto [gx, ga] = gradient(deviation)(x, 0.7);
    const auto [ex, ea] = gradient(deviation)(in_order, 0.7);
    check_equal(gx, ex);
    BOOST_TEST(ga == ea);

    const picture<double> p{2, 3, 4, {1, 2, 3, -100, 4, 5, 6, -100}};
    const auto g = gradient(of_rows)(p);
    static_assert(std::is_same_v<std::remove_const_t<decltype(g)>, row_matrix<double>>);
    row_matrix<double> t(2, 3);
    for (std::ptrdiff_t i = 0; i < 2; ++i)
        for (std::ptrdiff_t j = 0; j < 3; ++j) t(i, j) = static_cast<double>(3 * i + j + 1);
    BOOST_TEST((g == gradient(of_rows)(t)));
    BOOST_TEST(g(1, 2) == 3 * std::cos(15.0) + 12);
}

BOOST_AUTO_TEST_CASE(rows_of_integers_truth_values_and_numbers) {
    const auto rows = observations();
    BOOST_TEST(by_rows(cameras, rows) == by_columns(cameras, camera_of, point_of, u, v, flags()));
    const auto [gc, gr] = gradient(by_rows)(cameras, rows);
    const auto [ec, eu, ev] = gradient(by_columns, wrt<0, 3, 4>)(cameras, camera_of, point_of, u, v, flags());
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(gr)>, std::vector<observation>>);
    check_equal(gc, ec);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        BOOST_TEST(gr[i].u == eu[i]);
        BOOST_TEST(gr[i].v == ev[i]);
        BOOST_TEST((gr[i].camera == 0 && gr[i].point == 0 && !gr[i].is_used));
    }
    // Integers of a tangent mean nothing.
    const auto along = jvp(by_rows)(cameras, rows, cameras, rows);
    const auto expected = jvp(by_columns, wrt<0, 3, 4>)(cameras, camera_of, point_of, u, v, flags(), cameras, u, v);
    BOOST_TEST(along.tangent == expected.tangent);
    const auto [hc, hr] = hvp(by_rows)(cameras, rows, cameras, rows);
    const auto [xc, xu, xv] = hvp(by_columns, wrt<0, 3, 4>)(cameras, camera_of, point_of, u, v, flags(), cameras, u, v);
    check_equal(hc, xc);
    for (std::size_t i = 0; i < rows.size(); ++i) BOOST_TEST(hr[i].u == xu[i]);
}

BOOST_AUTO_TEST_CASE(rows_whose_parts_have_names) {
    constexpr auto f = function([](const auto& c, const auto& rows) {
        return sum(rows, [&](const auto& row) { return square(c[row.camera] * row.u - row.v) * exp(c[row.point]); });
    });
    constexpr auto columns =
        function([](const auto& c, const auto& camera, const auto& point, const auto& us, const auto& vs) {
            return sum(camera, point, us, vs, [&](const auto& i, const auto& j, const auto& x, const auto& y) {
                return square(c[i] * x - y) * exp(c[j]);
            });
        });
    std::vector<seen<double>> rows;
    std::vector<std::tuple<int, double>> pairs;
    std::vector<adapted> weights;
    for (std::size_t i = 0; i < u.size(); ++i) {
        rows.push_back({camera_of[i], point_of[i], u[i], v[i]});
        pairs.emplace_back(camera_of[i], u[i]);
        weights.push_back({static_cast<unsigned>(camera_of[i]), u[i]});
    }
    const auto [gc, gr] = gradient(f)(cameras, rows);
    const auto [ec, eu] = gradient(columns, wrt<0, 3>)(cameras, camera_of, point_of, u, v);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(gr)>, std::vector<seen<double>>>);
    check_equal(gc, ec);
    for (std::size_t i = 0; i < rows.size(); ++i) BOOST_TEST((gr[i].u == eu[i] && gr[i].camera == 0));
    BOOST_CHECK_EXCEPTION(f(cameras, std::vector<seen<double>>{{0, 3, 1, 1}}), range_error, [](const auto& error) {
        return std::string(error.what()) ==
               "f(x...): argument 1 holds subscripts of argument 0, and 3 among them; it "
               "has 3 elements there, which count from 0";
    });

    constexpr auto weighted = function([](const auto& c, const auto& all) {
        return sum(all, [&](const auto& one) {
            const auto& [place, weight] = one;
            return square(c[place] * weight);
        });
    });
    const auto [pc, pr] = gradient(weighted)(cameras, pairs);
    const auto [ac, ar] = gradient(weighted)(cameras, weights);
    static_assert(std::is_same_v<std::remove_cvref_t<decltype(pr)>, std::vector<std::tuple<int, double>>>);
    check_equal(pc, ac);
    for (std::size_t i = 0; i < pairs.size(); ++i)
        BOOST_TEST((std::get<1>(pr[i]) == ar[i].weight && std::get<0>(pr[i]) == 0 && ar[i].place == 0));
    BOOST_TEST(ar[1].weight == 2 * 2 * 2 * 0.2);
}

BOOST_AUTO_TEST_CASE(enumerators_and_numbers_of_another_precision) {
    constexpr auto f = function([](const auto& x, const auto& kinds) {
        return sum(x, kinds,
                   [](const auto& each, const auto& k) { return select(k == kind::squared, square(each), each); });
    });
    const std::vector<float> x{1, 2, 3};
    const std::vector<kind> kinds{kind::linear, kind::squared, kind::linear};
    static_assert(std::is_same_v<decltype(f(x, kinds)), float>);
    BOOST_TEST((gradient(f, wrt<0>)(x, kinds) == std::vector<float>{1, 4, 1}));
}

BOOST_AUTO_TEST_CASE(views_with_strides) {
    double data[] = {1, -10, 2, -10, 3, -10};
    const auto [gx, ga] = gradient(deviation)(strided(data, 3, 2), 0.7);
    const auto [ex, ea] = gradient(deviation)(numbers{1, 2, 3}, 0.7);
    check_equal(gx, ex);
    BOOST_TEST(ga == ea);
    const double* const memory = data;
    const auto g = gradient(of_rows)(strided(memory, 2, 3, 1, 2)); // column by column
    BOOST_TEST(g(0, 2) == 3 * std::cos(6.0) + 6);
#if defined(__cpp_lib_mdspan)
    BOOST_TEST((gradient(of_rows)(std::mdspan<const double, std::dextents<int, 2>, std::layout_left>(memory, 2, 3)) ==
                gradient(of_rows)(strided(memory, 2, 3, 1, 2))));
#endif
}

BOOST_AUTO_TEST_CASE(arrays_of_fixed_size_beside_ranges) {
    constexpr auto line = function([](const auto& p, const auto& t, const auto& y) {
        return sum(t, y, [&](const auto& at, const auto& measured) { return square(p[0] + p[1] * at - measured); });
    });
    const double parameters[] = {0.5, 2};
    const std::span<const double, 2> view(parameters);
    const auto expected = gradient(line, wrt<0>)(std::array{0.5, 2.0}, u, v);
    BOOST_TEST((gradient(line, wrt<0>)(parameters, u, v) == expected));
    BOOST_TEST((gradient(line, wrt<0>)(view, std::span(u), v) == expected));
}

BOOST_AUTO_TEST_CASE(indices_of_another_range_are_checked) {
    constexpr auto f = function(
        [](const auto& x, const auto& y) { return sum(indices(y), [&](const auto& i) { return square(x[i]); }); });
    BOOST_TEST(f(numbers{1, 2, 7}, numbers{0, 0}) == 5);
    BOOST_CHECK_EXCEPTION(f(numbers{1, 2}, numbers{0, 0, 0}), range_error, [](const auto& error) {
        return std::string(error.what()) ==
               "x[k]: f takes the elements of argument 0 by the places of those of argument 1, but it has 2 elements "
               "there and the other 3; give at least as many";
    });
}

BOOST_AUTO_TEST_CASE(structures_of_arrays) {
    const auto flag = flags();
    const auto [gc, gr] = gradient(by_rows)(cameras, as_rows(camera_of, point_of, u, v, flag));
    const auto [ec, er] = gradient(by_rows)(cameras, observations());
    check_equal(gc, ec);
    for (std::size_t i = 0; i < u.size(); ++i) {
        BOOST_TEST(get<2>(gr)[i] == er[i].u);
        BOOST_TEST(get<3>(gr)[i] == er[i].v);
    }
    BOOST_CHECK_THROW(by_rows(cameras, as_rows(camera_of, point_of, u, numbers(2), flag)), range_error);
}

// What has no name lives as long as the view that was made with it.
BOOST_AUTO_TEST_CASE(views_hold_temporaries) {
    const auto flag = flags();
    const auto made = [&] {
        const auto no_longer = [](const auto& x) { return std::span(x.data(), x.size()); };
        return as_rows(camera_of, std::vector(point_of), no_longer(u), strided(v.data(), std::ptrdiff_t(v.size()), 1),
                       flag);
    };
    const auto columns = made();
    const auto whose_stack = made();
    BOOST_TEST(by_rows(cameras, columns) == by_rows(cameras, observations()));
    BOOST_TEST(by_rows(cameras, whose_stack) == by_rows(cameras, observations()));

    constexpr auto sums =
        function([](const auto& rows) { return sum(rows, [](const auto& row) { return square(sum(row)); }); });
    const auto rows = [&] { return rows_of(std::span<const double>(u), std::vector{0, 2, 5}); };
    const auto first = rows(), second = rows();
    const std::vector<numbers> expected{{u[0], u[1]}, {u[2], u[3], u[4]}};
    BOOST_TEST(sums(first) == sums(expected));
    BOOST_TEST(sums(second) == sums(expected));
    BOOST_TEST(gradient(sums)(first)(1, 0) == gradient(sums)(expected)[1][0]);
    numbers slope(u.size());
    gradient(sums).into(rows_of(std::span(slope), std::vector{0, 2, 5}))(first);
    BOOST_TEST(slope[4] == gradient(sums)(expected)[1][2]);
}
