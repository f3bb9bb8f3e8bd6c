// SPDX-License-Identifier: BSL-1.0
// EXPECT: shape<A>::rebind<S>: S can be a shape, as in a Hessian
// EXPECT: leave shape<A>::scalar the type of the elements, or count theirs: size = 3 * shape<S>::size
#include <pullback.hpp>

template <class T>
struct vec2 {
    T x, y;
};

template <class T>
struct pullback::shape<vec2<T>> {
    static constexpr int size = 2;
#ifdef PULLBACK_WRONG
    using scalar = pullback::scalar_of<T>;
#else
    using scalar = T;
#endif
    template <class S>
    using rebind = vec2<S>;
    template <int First>
    static constexpr void load(const vec2<T>& v, auto* out) {
        out[First] = v.x, out[First + 1] = v.y;
    }
    template <int First, class R>
    static constexpr R store(const auto* in) {
        return {in[First], in[First + 1]};
    }
};

constexpr auto f = pullback::function([](const auto& p) { return p.x * p.y; });

auto curvature() { return pullback::hessian(f)(vec2<double>{1, 2}); }
