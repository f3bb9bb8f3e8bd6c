// SPDX-License-Identifier: BSL-1.0
#include <pullback.hpp>

#include <boost/hana/define_struct.hpp>

#include <array>
#include <utility>

// Shapes of the user's own, specialised as the page of `shape` shows, alone and within each other.

namespace {

template <class T>
struct vec3 {
    T x, y, z;
};
template <class T>
constexpr T dot(const vec3<T>& a, const vec3<T>& b) {
    return a.x * b.x + a.y * b.y + a.z * b.z;
}
template <class T>
constexpr vec3<T> operator-(const vec3<T>& a, const vec3<T>& b) {
    return {a.x - b.x, a.y - b.y, a.z - b.z};
}

// Whose scalars can be reached one by one.
template <class T>
struct pair_of {
    T first, second;
};

template <class T>
struct box {
    BOOST_HANA_DEFINE_STRUCT(box, (vec3<T>, from), (vec3<T>, to));
};

} // namespace

template <class T>
struct pullback::shape<vec3<T>> {
    static constexpr int size = 3;
    using scalar = T;
    template <class S>
    using rebind = vec3<S>;
    template <int First>
    static constexpr void load(const vec3<T>& v, auto* out) {
        out[First] = v.x, out[First + 1] = v.y, out[First + 2] = v.z;
    }
    template <int First, class R>
    static constexpr R store(const auto* in) {
        return {in[First], in[First + 1], in[First + 2]};
    }
};

template <class T>
struct pullback::shape<pair_of<T>> {
    static constexpr int size = 2;
    using scalar = T;
    template <class S>
    using rebind = pair_of<S>;
    template <int First>
    static constexpr void load(const pair_of<T>& v, auto& out) {
        out[First] = v.first;
        out[First + 1] = v.second;
    }
    template <int First, class R>
    static constexpr R store(const auto& in) {
        return {in[First], in[First + 1]};
    }
    static constexpr bool is_addressable = true;
    template <int I, class V>
    static constexpr auto& at(V& value) {
        if constexpr (I == 0) return value.first;
        else return value.second;
    }
};

namespace {

static_assert(pullback::shape_of<vec3<vec3<float>>>::size == 9 &&
              pullback::shape_of<vec3<pair_of<vec3<double>>>>::size == 18 &&
              std::is_same_v<pullback::scalar_of<vec3<vec3<float>>>, float> &&
              std::is_same_v<pullback::rebind_shape<vec3<vec3<float>>, double>, vec3<vec3<double>>>);
static_assert(pullback::is_addressable<pair_of<pair_of<double>>> && !pullback::is_addressable<pair_of<vec3<double>>>);

// Of x² y + y z³ + x y z.
constexpr auto f =
    pullback::function([](const auto& p) { return square(p.x) * p.y + p.y * p.z * p.z * p.z + p.x * p.y * p.z; });
constexpr vec3<double> at{2, 3, 5};
constexpr auto g = pullback::gradient(f)(at);
static_assert(g.x == 27 && g.y == 139 && g.z == 231);
constexpr auto h = pullback::hessian(f)(at);
static_assert(h.x.x == 6 && h.x.y == 9 && h.x.z == 3);
static_assert(h.y.x == 9 && h.y.y == 0 && h.y.z == 77);
static_assert(h.z.x == 3 && h.z.y == 77 && h.z.z == 90);
constexpr auto third = pullback::jacobian(pullback::hessian(f))(at);
static_assert(third.x.x.y == 2 && third.y.x.x == 2 && third.x.y.z == 1 && third.z.z.z == 18 && third.y.z.z == 30);
static_assert(third.x.x.x == 0 && third.y.y.z == 0 && third.z.y.z == 30 && third.z.x.y == 1);
static_assert(pullback::hessian(f)(vec3<float>{2, 3, 5}).z.z == 90.0F);

// A Jacobian of one by another, by several arguments, and value and derivative together.
constexpr auto map = pullback::function([](const auto& p, const auto& q) {
    return vec3<std::remove_cvref_t<decltype(p.x)>>{p.x * q.first, p.y * p.z, q.second};
});
constexpr auto both = pullback::value_and_jacobian(map)(at, pair_of<double>{7, 11});
static_assert(both.value.x == 14 && both.value.y == 15 && both.value.z == 11);
static_assert(get<0>(both.jacobian.x).x == 7 && get<1>(both.jacobian.x).first == 2 && get<0>(both.jacobian.y).z == 3);
static_assert(get<1>(both.jacobian.z).second == 1 && get<0>(both.jacobian.z).x == 0);
constexpr auto by_position = pullback::jacobian(map, pullback::wrt<0>)(at, pair_of<double>{7, 11});
static_assert(by_position.x.x == 7 && by_position.y.y == 5 && by_position.y.z == 3 && by_position.z.z == 0);

// Scalars that are reached one by one.
constexpr auto product = pullback::function([](const auto& q) { return q.first * q.first * q.second; });
constexpr auto curvature = pullback::hessian(product)(pair_of<double>{3, 5});
static_assert(curvature.first.first == 10 && curvature.first.second == 6 && curvature.second.first == 6 &&
              curvature.second.second == 0);

// Within arrays, tuples and structs, and these within it.
constexpr auto of_array = pullback::function([](const auto& p) { return p[0].x * p[1].y * p[1].y + p[0].z * p[1].x; });
constexpr auto hessian_of_array = pullback::hessian(of_array)(std::array<vec3<double>, 2>{{{1, 2, 3}, {4, 5, 6}}});
static_assert(hessian_of_array[0].x[1].y == 10 && hessian_of_array[1].y[1].y == 2 && hessian_of_array[1].x[0].z == 1);
static_assert(hessian_of_array[0].x[0].x == 0 && hessian_of_array[1].z[1].z == 0 && hessian_of_array[1].y[0].x == 10);
constexpr auto of_box = pullback::function([](const auto& b) { return dot(b.to - b.from, b.to - b.from); });
constexpr auto hessian_of_box = pullback::hessian(of_box)(box<double>{{1, 2, 3}, {4, 6, 8}});
static_assert(hessian_of_box.from.x.to.x == -2 && hessian_of_box.to.z.to.z == 2 && hessian_of_box.to.z.to.y == 0);
constexpr auto of_pair = pullback::function([](const auto& p) { return p.first.x * p.second * p.second; });
constexpr auto hessian_of_pair = pullback::hessian(of_pair)(std::pair<vec3<double>, double>{{1, 2, 3}, 4});
static_assert(hessian_of_pair.first.x.second == 8 && hessian_of_pair.second.second == 2 &&
              hessian_of_pair.first.z.first.z == 0);
constexpr auto of_arrays = pullback::function([](const auto& p) { return p.x[0] * p.y[1] * p.y[1]; });
constexpr auto hessian_of_arrays =
    pullback::hessian(of_arrays)(vec3<std::array<double, 2>>{{{1, 2}}, {{3, 4}}, {{5, 6}}});
static_assert(hessian_of_arrays.x[0].y[1] == 8 && hessian_of_arrays.y[1].y[1] == 2 && hessian_of_arrays.z[1].z[1] == 0);

// Patterns and names.
constexpr auto pattern = pullback::sparsity<vec3<double>>(pullback::hessian(f));
static_assert(pattern.x.x && pattern.x.z && !pattern.y.y && pattern.z.z);
static_assert(pullback::to_string<pair_of<double>>(pullback::hessian(product)) ==
              "t1 = 2 * x[0]\n"
              "y[0][0] = 2 * x[1]\n"
              "y[0][1] = t1\n"
              "y[1][0] = t1\n"
              "y[1][1] = 0");

} // namespace
