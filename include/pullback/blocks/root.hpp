// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BLOCKS_ROOT_HPP
#define PULLBACK_BLOCKS_ROOT_HPP

#include <pullback/differentiate/implicit_function.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/record/loop_recorder.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <type_traits>

namespace pullback {

namespace detail {

template <class X>
constexpr bool is_plain_or_recorded() {
    if constexpr (SymbolicRange<X> || !Shaped<X>) return false;
    else return std::is_same_v<scalar_of<X>, recorded> || !answers_calls<scalar_of<X>>;
}
template <class X, int Size>
constexpr bool is_of_unknowns() {
    if constexpr (Shaped<X>) return shape_of<X>::size == Size && Size > 0;
    else return false;
}

/// What is wrong with a solution, or with the residual that it is one of.
enum class root_fault { none, is_range, is_no_number, other_count };

template <root_fault Fault>
constexpr void check_root() {
    static_assert(Fault != root_fault::is_range,
                  "root(found, residual), fixed_point(found, step): found is a range; give a number, an array of fixed "
                  "size or a struct of numbers, such as the element that a loop is at");
    static_assert(Fault != root_fault::is_no_number,
                  "root(found, residual), fixed_point(found, step): found is not made of numbers, or of formulas or "
                  "variables of a graph; write it in the body of pullback::function([](const auto& x) { ... }), and "
                  "call that with them");
    static_assert(Fault != root_fault::other_count,
                  "root(found, residual), fixed_point(found, step): the residual has not as many numbers as found; "
                  "return one equation for each unknown, and from a step what has the shape of found");
}

template <class X>
constexpr engine::record::recorder* recorder_in(const X& x) {
    if constexpr (std::is_same_v<scalar_of<X>, recorded>) {
        recorded scalars[shape_of<X>::size];
        shape_of<X>::template load<0>(x, scalars);
        for (const recorded& each : scalars)
            if (each.target() != nullptr) return each.target();
    }
    return nullptr;
}

/// What acts on recorded numbers, on an array of them.
template <class X, int Size, class F>
class on_unknowns {
public:
    constexpr explicit on_unknowns(const F& function) : function_(function) {}
    constexpr void operator()(const engine::differentiate::unknowns<Size>& at, recorded (&r)[Size]) const {
        const X x = shape_of<X>::template store<0, X>(at.x);
        const auto result = function_(x);
        using result_type = std::remove_cvref_t<decltype(result)>;
        scalar_of<result_type> scalars[Size];
        shape_of<result_type>::template load<0>(result, scalars);
        for (int i = 0; i < Size; ++i) r[i] = scalars[i];
    }

private:
    const F& function_;
};

template <class X, class F>
constexpr X recorded_root(const X& found, engine::record::recorder* target, const F& residual) {
    if (target == nullptr) return found; // nothing in it that a function is differentiated by
    constexpr int size = shape_of<X>::size;
    recorded scalars[size];
    shape_of<X>::template load<0>(found, scalars);
    const auto with_loops = [&](engine::record::loop_recorder& loops) {
        const auto solution =
            engine::differentiate::implicit_function<size>(loops, scalars, on_unknowns<X, size, F>(residual));
        return shape_of<X>::template store<0, X>(solution.x);
    };
    if (target->loops() != nullptr) return with_loops(*target->loops());
    engine::record::loop_recorder no_loops(*target);
    const X result = with_loops(no_loops);
    target->set_loops(nullptr);
    return result;
}

} // namespace detail

/// The solution x of residual(x) = 0 that was found in whatever way, by a solver in the body or outside of it. Its
/// value is `found`, and its derivatives are those of the implicit function x(p) of all that the residual is made of:
/// J dx = -∂r/∂p dp with J = ∂r/∂x (Griewank and Walther, Evaluating Derivatives, chapter 15; Krantz and Parks, The
/// Implicit Function Theorem). `found` itself is not differentiated, nor what found it. Derivatives are as good as the
/// solution is; of the first and second order they are there, those of higher order are NaN. Where J is singular they
/// are infinite or NaN.
///
/// `found` is a number, or an array of fixed size or a struct of n of them, and the residual returns as many. Outside
/// of a static function the result is `found`. Cost of a gradient: n reverse sweeps of the residual and n³/3
/// multiplications; of a value none.
template <class Found, class Residual>
constexpr auto root(const Found& found, const Residual& residual) {
    constexpr bool is_known = detail::is_plain_or_recorded<Found>();
    if constexpr (is_known) {
        using result_type = std::remove_cvref_t<decltype(residual(found))>;
        constexpr bool fits = detail::is_of_unknowns<result_type, shape_of<Found>::size>();
        detail::check_root<fits ? detail::root_fault::none : detail::root_fault::other_count>();
        if constexpr (!fits) {
            return found;
        } else if constexpr (std::is_same_v<scalar_of<Found>, recorded> ||
                             std::is_same_v<scalar_of<result_type>, recorded>) {
            using X = rebind_shape<Found, recorded>;
            constexpr int size = shape_of<Found>::size;
            scalar_of<Found> scalars[size]{};
            recorded as_recorded[size];
            shape_of<Found>::template load<0>(found, scalars);
            for (int i = 0; i < size; ++i) as_recorded[i] = scalars[i];
            engine::record::recorder* const target = detail::recorder_in(found);
            return detail::recorded_root(shape_of<X>::template store<0, X>(as_recorded),
                                         target != nullptr ? target : detail::recorder_in(residual(found)), residual);
        } else {
            detail::check_root<detail::is_plain_or_recorded<result_type>() ? detail::root_fault::none
                                                                           : detail::root_fault::is_no_number>();
            return found;
        }
    } else {
        detail::check_root<SymbolicRange<Found> ? detail::root_fault::is_range : detail::root_fault::is_no_number>();
        return found;
    }
}

namespace detail {

/// x - step(x), number by number.
template <class Step>
struct change_in_step {
    const Step& step;
    template <class X>
    constexpr auto operator()(const X& x) const {
        using S = std::remove_cvref_t<decltype(step(x))>;
        if constexpr (!is_of_unknowns<S, shape_of<X>::size>()) {
            return step(x);
        } else if constexpr (Scalar<X>) {
            return x - step(x);
        } else {
            using T = std::remove_cvref_t<decltype(scalar_of<X>() - scalar_of<S>())>;
            constexpr int size = shape_of<X>::size;
            scalar_of<X> from[size]{};
            scalar_of<S> to[size]{};
            T difference[size]{};
            shape_of<X>::template load<0>(x, from);
            shape_of<S>::template load<0>(step(x), to);
            for (int i = 0; i < size; ++i) difference[i] = from[i] - to[i];
            using R = rebind_shape<X, T>;
            return shape_of<R>::template store<0, R>(difference);
        }
    }
};

} // namespace detail

/// The fixed point x = step(x) that was found in whatever way, as by many steps: the root of x - step(x). See `root`.
template <class Found, class Step>
constexpr auto fixed_point(const Found& found, const Step& step) {
    return pullback::root(found, detail::change_in_step<Step>{step});
}

} // namespace pullback

#endif
