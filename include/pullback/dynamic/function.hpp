// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_FUNCTION_HPP
#define PULLBACK_DYNAMIC_FUNCTION_HPP

#include <pullback/dynamic/call/function_object.hpp>
#include <pullback/dynamic/call/pointwise.hpp>
#include <pullback/dynamic/call/static_call.hpp>
#include <pullback/dynamic/call/user_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/static_function/static_function.hpp>

#include <vector>

namespace pullback::dynamic {

namespace detail {

// What a `function` is made of by wrapping, as opposed to deriving: rows and static functions. (Asked of a class that
// derives from `function<itself>` while it is incomplete, so by requirements that then fail quietly.)
template <class F>
concept WrappedFunction = requires { typename F::signature; } || requires { F::arity + 0; };

} // namespace detail

/// A function object of the run-time graph. There are two ways to make one.
///
/// From a function of the table or a static function:
///
///     dynamic::function exp = pullback::functions::exp{};
///     auto y = exp(x);
///     y.creator() == exp; // the call belongs to this object; a copy of the object counts as the same
///
/// By deriving, with `forward` from data to data and `backward` from the adjoint of the result to that of the argument
/// (several: `backward` takes and returns several, as a `std::array` or tuple, in order):
///
///     struct cube : dynamic::function<cube> {
///         double forward(double x) { return x * x * x; }
///         double backward(double gy) { return 3 * input().data() * input().data() * gy; }
///     };
///
/// Each call keeps a copy of the object as `forward` left it, so `backward` of an earlier call finds what that call
/// stored in members. It is not called where a selection took another side; of arrays gy is 0 in elements left out.
/// Such a backward gives first derivatives; for higher ones write a table row
/// (`pullback::elementary`) or a static function.
template <class Self>
class function : public detail::function_object {
public:
    function() = default;

    /// Calls the function: `forward` on the arguments' data.
    template <class... X>
        requires(detail::is_operand<X> && ...)
    auto operator()(const X&... arguments) {
        Self& self = static_cast<Self&>(*this);
        constexpr bool has_forward = requires { self.forward(detail::operand_for<X>(arguments).value()...); };
        static_assert(has_forward,
                      "f(x...): the class of f, derived from dynamic::function, has no forward(x...) that takes the "
                      "data of these arguments; write it to return the data of the result");
        if constexpr (has_forward)
            if constexpr (detail::has_fitting_backward<Self, typename detail::operand_for<X>::data...>())
                return detail::call_user(self, detail::argument_variable(arguments)...);
    }

    /// Stands for a `backward` that the derived class does not have.
    template <class... Adjoints>
    void backward(const Adjoints&...) const {
        throw not_differentiable(
            detail::function_name_of<Self>() +
            ".backward(gy): the class derives from dynamic::function and has no backward for this adjoint; "
            "write it to return the adjoint of each argument");
    }
};

template <class F>
    requires detail::WrappedFunction<F>
class function<F> : public detail::function_object {
public:
    function(const F& wrapped) : function_(wrapped) {}

    template <class... A>
    auto operator()(const A&... arguments) {
        auto result = [&] {
            const detail::object_identity identity{this->identity()};
            if constexpr (StaticFunction<F>) return detail::call_static(function_, identity, arguments...);
            else return detail::call_pointwise(function_, identity, arguments...);
        }();
        this->remember(result);
        return result;
    }

    /// Calls `forward` by hand: the value for data.
    template <class... X>
    auto forward(const X&... data) const {
        return function_(data...);
    }
    /// Calls `backward` by hand, for the last call: the adjoint of its only input.
    template <Data T, class... More>
    T backward(const T& adjoint, const More&... more) const {
        return this->template last_call<T>().backward(adjoint, more...);
    }
    /// The adjoints of all inputs of the last call.
    template <Data T, class... More>
    std::vector<T> backward_all(const T& adjoint, const More&... more) const {
        return this->template last_call<T>().backward_all(adjoint, more...);
    }

private:
    [[no_unique_address]] F function_;
};

template <class F>
function(const F&) -> function<F>;

} // namespace pullback::dynamic

#endif
