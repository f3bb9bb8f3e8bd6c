// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_ARRAY_MEMBERS_HPP
#define PULLBACK_DYNAMIC_ARRAY_ARRAY_MEMBERS_HPP

#include <pullback/dynamic/array/reshaped.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/array/slices.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>

#include <concepts>
#include <cstddef>

namespace pullback::dynamic {

/// Functions of arrays as members of their variables: `x[i]`, `x(i, j)`, `x.sum(0)`. Each is the free function of the
/// same name.
template <class Array>
class common_members {
    const variable<Array>& self() const { return static_cast<const variable<Array>&>(*this); }

public:
    /// `slice(x, i)`: an element of a vector, a row of what has more axes.
    auto operator[](std::ptrdiff_t i) const { return dynamic::slice(self(), i); }
    /// `element(x, i, j)`.
    template <std::integral... Index>
        requires(sizeof...(Index) != 0)
    auto operator()(Index... index) const {
        return dynamic::element(self(), index...);
    }

    template <std::size_t Count>
    auto reshape(const extent (&shape)[Count]) const {
        return dynamic::reshape(self(), shape);
    }
    template <detail::ExtentRange Shape>
    auto reshape(const Shape& shape) const {
        return dynamic::reshape(self(), shape);
    }
    template <std::integral... Extents>
        requires(sizeof...(Extents) != 0)
    auto reshape(Extents... extents) const {
        return dynamic::reshape(self(), {extent(extents)...});
    }

    /// All axes in the other order, or in one that is named: `x.transpose({1, 2, 0})`.
    auto transpose() const { return detail::transpose_of_array(self()); }
    template <std::size_t Count>
    auto transpose(const extent (&order)[Count]) const {
        return detail::transpose_by(self(), "transpose(x, order)", order);
    }

    auto sum() const { return dynamic::sum(self()); }
    template <class... Form>
        requires(sizeof...(Form) != 0)
    auto sum(Form... axis_and_keepdims) const {
        return dynamic::sum(self(), axis_and_keepdims...);
    }
    template <std::size_t Count, class... Keep>
    auto sum(const extent (&axes)[Count], Keep... keep) const {
        return dynamic::sum(self(), axes, keep...);
    }
    auto mean() const { return dynamic::mean(self()); }
    template <class... Form>
        requires(sizeof...(Form) != 0)
    auto mean(Form... axis_and_keepdims) const {
        return dynamic::mean(self(), axis_and_keepdims...);
    }
    template <std::size_t Count, class... Keep>
    auto mean(const extent (&axes)[Count], Keep... keep) const {
        return dynamic::mean(self(), axes, keep...);
    }
};

/// The members that variables of a kind of array have besides those of all variables. Array libraries may specialise it
/// to add some.
template <class Array>
class array_members : public common_members<Array> {};

/// x W + b, the affine map of a layer: b is spread over the rows of the matrix product.
template <class X, class W, class B>
    requires detail::VariableOperands<X, W, B>
auto linear(const X& x, const W& weights, const B& bias) {
    if constexpr (detail::is_variable<X> || detail::is_variable<W>) return matmul(x, weights) + bias;
    else return matmul(variable<plain_data_t<X>>(x), weights) + bias;
}

} // namespace pullback::dynamic

#endif
