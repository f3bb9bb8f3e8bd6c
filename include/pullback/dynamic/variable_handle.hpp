// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_VARIABLE_HANDLE_HPP
#define PULLBACK_DYNAMIC_VARIABLE_HANDLE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/node/backward_pass.hpp>
#include <pullback/dynamic/node/node.hpp>
#include <pullback/dynamic/node/value_node.hpp>
#include <pullback/functions/scalar.hpp>

#include <concepts>
#include <cstddef>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback {

/// As a base, it makes the functions of this namespace found by argument: `square(x)`.
struct finds_functions {};

namespace dynamic {

template <class T>
class call;
template <class Array>
class array_members;

/// What to answer where a gradient is asked for that there is not, since no result depends on the variable.
enum class unused { refuse, zero };

namespace detail {

struct no_members {};
template <class T>
using members_of = std::conditional_t<NumberData<T>, no_members, array_members<T>>;

/// What is computed into a `T`, or converts to one, but is none: an expression of an array library.
template <class X, class T>
concept ExpressionFor =
    !NumberData<T> && !NumberData<X> && !std::is_same_v<X, T> && Data<plain_data_t<X>> &&
    std::is_same_v<scalar_of_data<plain_data_t<X>>, scalar_of_data<T>> && std::is_convertible_v<const X&, T>;

} // namespace detail

/// A variable of a run-time graph: data, their gradient once it has been computed, and the call that made it. It is a
/// handle: copies are the same variable, which lives until its last handle and the last call made with it are gone.
///
///     dynamic::variable x{0.5};
///     auto y = square(exp(square(x)));
///     y.backward();
///     x.grad(); // 3.297442541400256
///
/// `T` is a number or an array that `data_traits` knows. A variable that has been moved from may only be assigned to or
/// destroyed.
template <class T = double>
class variable : private pullback::finds_functions, public detail::members_of<T> {
    static_assert(
        Data<T>,
        "variable<T>: T is no type of data that pullback knows; use a number, an Eigen array or matrix "
        "(pullback/ext/eigen.hpp), an xtensor array (pullback/ext/xtensor.hpp), or specialise data_traits<T>");

public:
    using data_type = T;
    using scalar_type = scalar_of_data<T>;

    /// Zero, an array of zeros if its size is known to the compiler, or an empty array.
    variable() : variable(zeros_like(T())) {}
    variable(T data) : variable(new detail::leaf_node<T>(std::move(data))) {}
    variable(T data, std::string name) : variable(std::move(data)) { set_name(std::move(name)); }
    /// A number of another type, as `T(0)` and `1` are in generic code.
    template <class N>
        requires(NumberData<T> && NumberData<N> && !std::is_same_v<N, T>)
    variable(N number) : variable(static_cast<T>(number)) {}
    /// The data that an expression stands for: `variable<Eigen::VectorXd> b = Eigen::VectorXd::Zero(3);`.
    template <class X>
        requires detail::ExpressionFor<X, T>
    variable(const X& expression) : variable(T(expression)) {}

    variable(const variable& other) noexcept : node_(other.node_) {
        if (node_ != nullptr) ++node_->references;
    }
    variable(variable&& other) noexcept : node_(std::exchange(other.node_, nullptr)) {}
    variable& operator=(const variable& other) noexcept {
        variable copy(other);
        std::swap(node_, copy.node_);
        return *this;
    }
    variable& operator=(variable&& other) noexcept {
        variable moved(std::move(other));
        std::swap(node_, moved.node_);
        return *this;
    }
    PULLBACK_ALWAYS_INLINE ~variable() {
        if (node_ != nullptr && --node_->references == 0) [[unlikely]]
            drop(node_);
    }

    const T& data() const noexcept { return node_->data; }
    /// Replaces the data: `x.set_data(x.data() - rate * x.grad())` is a step of gradient descent. Results computed
    /// before keep theirs; a backward pass through them throws `data_replaced`.
    /// A gradient that does not have the shape of the new data is forgotten.
    void set_data(T data) {
        if (has_grad() && !detail::has_same_shape(data, node_->data)) clear_grad();
        node_->note_replacement();
        node_->data = std::move(data);
    }

    /// The same with the data of another variable, of which no link is kept: `x.set_data(x - rate * g)`.
    template <class U>
        requires std::is_same_v<U, T>
    void set_data(const variable<U>& other) {
        set_data(T(other.data()));
    }

    bool has_grad() const noexcept { return node_->has_gradient; }
    /// The gradient: data of the same shape. Throws `no_gradient` if none has been computed.
    const T& grad() const {
        if (!node_->has_gradient)
            throw no_gradient(own_name() +
                              ".grad(): no gradient has been computed; call backward() on a result that depends on "
                              "it (and keeps gradients, if it is no input), ask has_grad() first, or take zeros for "
                              "what is not there, grad(unused::zero)");
        return node_->gradient;
    }
    /// The same, or with `unused::zero` a gradient of zeros if none has been computed, as of a variable that the result
    /// does not depend on.
    T grad(unused when_unused) const {
        return has_grad() || when_unused == unused::refuse ? grad() : zeros_like(data());
    }
    /// Sets the gradient by hand; `backward()` of this variable then starts from it. Throws `shape_mismatch`.
    void set_grad(T gradient) {
        check_shape("set_grad", gradient);
        node_->set_gradient(std::move(gradient));
        node_->is_seed = true;
    }
    /// Forgets the gradient: the next pass starts anew instead of adding to it. References to it, and expressions of
    /// them such as `rate * x.grad()`, hold its numbers until then.
    void clear_grad() const noexcept {
        node_->had_gradient = node_->had_gradient || node_->has_gradient;
        node_->forget_gradient();
        node_->is_seed = false;
    }
    /// Keeps the gradient of this variable in passes that keep only those of inputs.
    void retain_grad() noexcept { node_->keeps_gradient = true; }

    /// The call that made this variable; it equals `none` if there was none.
    call<T> creator() const noexcept;
    /// Makes this variable, so far without creator, the output of a call: backward passes go on through it. Throws
    /// `no_such_link` if it has a creator, or if the call has several outputs.
    void set_creator(const call<T>& creator);
    /// The last call of a `dynamic::function`.
    template <class Function>
        requires requires(const Function& f) { f.template last_call<T>(); }
    void set_creator(const Function& function) {
        set_creator(function.template last_call<T>());
    }

    /// Computes the gradients of all variables this one was made from. It starts from a gradient set by hand, or else
    /// from ones. Gradients of variables without creator add up over passes, until `clear_grad()`; those in between are
    /// replaced, or with `retain_grad::no` dropped as soon as they have been passed on. Throws `not_differentiable`,
    /// `data_replaced`, or what a function throws; gradients of inputs are then as before. Cost: one visit of each
    /// call, in reverse topological order, by a loop.
    void backward(dynamic::retain_grad retain = dynamic::retain_grad::yes) const {
        if (node_->is_seed) pass_back(retain);
        else backward(ones_like(data()), retain);
    }
    /// The same from a given gradient of this variable. Throws `shape_mismatch` too.
    void backward(T seed, dynamic::retain_grad retain = dynamic::retain_grad::yes) const {
        check_shape("backward", seed);
        if (!node_->has_creator() && RealData<T>) return node_->add(seed);
        node_->set_gradient(std::move(seed));
        node_->is_seed = false;
        pass_back(retain);
    }

    /// A variable with the same data and without creator.
    variable detach() const { return variable(data()); }

    std::string name() const { return node_->name(); }
    void set_name(std::string name) { node_->notes().name = std::move(name); }

    /// The extents of the data, `{}` for a number.
    std::vector<std::size_t> shape() const { return node_->shape(); }
    std::size_t ndim() const { return detail::dimension_count(data()); }
    /// The number of elements.
    std::size_t size() const { return data_traits<T>::count(data()); }

    /// Whether both are the same variable; `x == y` compares their data.
    bool is_same(const variable& other) const noexcept { return node_ == other.node_; }

    variable& operator+=(const variable& other) { return *this = *this + other; }
    variable& operator-=(const variable& other) { return *this = *this - other; }
    variable& operator*=(const variable& other) { return *this = *this * other; }
    variable& operator/=(const variable& other) { return *this = *this / other; }
    /// `x += a` and the like make a new variable `x + a` and let x be that one; other handles of the old one keep it,
    /// and gradients flow on to it. With plain data a that is no way to move a variable along its gradient, since its
    /// whole history stays: see `set_data`. Throws `growing_history` when that has happened many times over.
    template <class A>
        requires requires(const variable& x, const A& a) {
            { x + a } -> std::same_as<variable>;
        }
    variable& operator+=(const A& a) {
        return *this = *this + a;
    }
    template <class A>
        requires requires(const variable& x, const A& a) {
            { x - a } -> std::same_as<variable>;
        }
    variable& operator-=(const A& a) {
        return *this = *this - a;
    }
    template <class A>
        requires requires(const variable& x, const A& a) {
            { x* a } -> std::same_as<variable>;
        }
    variable& operator*=(const A& a) {
        return *this = *this * a;
    }
    template <class A>
        requires requires(const variable& x, const A& a) {
            { x / a } -> std::same_as<variable>;
        }
    variable& operator/=(const A& a) {
        return *this = *this / a;
    }

    // This constructor and this function are for the graph's own use.
    explicit variable(detail::value_node<T>* node) noexcept : node_(node) { ++node->references; }
    detail::value_node<T>* node() const noexcept { return node_; }

private:
    [[gnu::noinline]] static void drop(detail::value_node<T>* dropped) noexcept {
        if constexpr (NumberData<T>)
            if (!dropped->is_call && !dropped->has_notes) { // it was made from nothing
                delete static_cast<detail::leaf_node<T>*>(dropped);
                return;
            }
        drop_graph(dropped);
    }
    [[gnu::noinline]] static void drop_graph(detail::node* dropped) noexcept {
        detail::dead_nodes dead;
        dead.push(dropped);
        dead.destroy_all();
    }

    void pass_back(dynamic::retain_grad retain) const {
        if constexpr (RealData<T>) {
            const variable kept(*this); // a user's `backward` may assign to this one
            detail::backward_pass(*kept.node_, retain).run();
        } else
            throw not_differentiable(own_name() + ".backward(): the data are integers (" +
                                     detail::type_name<scalar_type>() +
                                     "), which have no derivative; make it a variable of real numbers");
    }

    void check_shape(const char* call, const T& gradient) const {
        if (detail::has_same_shape(gradient, data())) return;
        throw shape_mismatch(own_name() + "." + call + "(g): g has the shape " + detail::shape_text(gradient) +
                             ", the data have " + detail::shape_text(data()));
    }

    std::string own_name() const { return node_->name().empty() ? "variable" : node_->name(); }

    detail::value_node<T>* node_;
};

template <class X>
variable(const X&) -> variable<plain_data_t<X>>;
template <class X>
variable(const X&, std::string) -> variable<plain_data_t<X>>;

namespace detail {

/// The variable of a node that has just been made.
template <class T>
variable<T> adopt(value_node<T>* node) {
    return variable<T>(node);
}

template <class X>
inline constexpr bool is_variable = false;
template <class T>
inline constexpr bool is_variable<variable<T>> = true;

} // namespace detail

} // namespace dynamic

template <class T>
inline constexpr bool is_argument<dynamic::variable<T>> = true;
template <class T>
inline constexpr bool answers_calls<dynamic::variable<T>> = true;

} // namespace pullback

#endif
