// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_EXT_EIGEN_ELEMENTS_HPP
#define PULLBACK_EXT_EIGEN_ELEMENTS_HPP

#include <pullback/ext/eigen/products.hpp>

namespace pullback::dynamic {

namespace detail {

template <class X>
Eigen::Index index_of(const X& at) {
    if constexpr (is_variable<X>) return at.data();
    else return at;
}

template <class A>
struct scattered_element;

/// The element stored at place `at`.
struct stored_element {
    static constexpr const char* name = "element";
    static constexpr bool leaves_out = true; // the other elements

    template <class A>
    static auto value(const A& x, Eigen::Index at) {
        return x.data()[at];
    }
    template <class A, class I, class S>
    static auto pullback(const A& x, const I& at, const S&, const S& gy) {
        const auto& data = data_in(x);
        return std::tuple(
            detail::call_whole<scattered_element<data_of<A>>>(gy, detail::index_of(at), data.rows(), data.cols()), 0);
    }

private:
    template <class A>
    static const auto& data_in(const A& x) {
        if constexpr (is_variable<A>) return x.data();
        else return x;
    }
};

/// Zeros, but for one element.
template <class A>
struct scattered_element {
    static constexpr const char* name = "scatter";

    template <class S>
    static A value(const S& element, Eigen::Index at, Eigen::Index rows, Eigen::Index cols) {
        A result;
        result.setZero(rows, cols);
        result.data()[at] = element;
        return result;
    }
    template <class S, class I, class Y>
    static auto pullback(const S&, const I& at, const I&, const I&, const Y&, const Y& gy) {
        return std::tuple(detail::call_whole<stored_element>(gy, detail::index_of(at)), 0, 0, 0);
    }
};

template <class A>
void check_index(const A& x, const std::string& call, bool is_inside) {
    if (!is_inside) throw shape_mismatch(call + ": there is no such element, x has the shape " + detail::shape_text(x));
}

} // namespace detail

/// Element i of a vector, a number. Throws `shape_mismatch` if there is none. Cost: its backward fills an
/// array of the shape of x.
template <detail::EigenVariable X>
auto element(const X& x, Eigen::Index i) {
    static_assert(detail::is_vector<X>, "element(x, i): x is a matrix; write element(x, row, column)");
    detail::check_index(x.data(), "element(x, " + std::to_string(i) + ")", i >= 0 && i < x.data().size());
    return detail::call_whole<detail::stored_element>(x, i);
}
/// Element (i, j) of a matrix or a two-dimensional array.
template <detail::EigenVariable X>
auto element(const X& x, Eigen::Index i, Eigen::Index j) {
    const auto& data = x.data();
    detail::check_index(data, "element(x, " + std::to_string(i) + ", " + std::to_string(j) + ")",
                        i >= 0 && i < data.rows() && j >= 0 && j < data.cols());
    return detail::call_whole<detail::stored_element>(
        x, detail::data_of<X>::IsRowMajor ? i * data.cols() + j : j * data.rows() + i);
}

/// The sum of all elements divided by their number; NaN if there are none.
template <detail::EigenVariable X>
auto mean(const X& x) {
    return sum(x) / static_cast<typename X::scalar_type>(x.data().size());
}

/// Σ x_i² over all elements, of matrices too. Rule: 2 gy x.
template <detail::EigenVariable X>
auto squared_norm(const X& x) {
    return detail::call_whole<detail::inner_product>(x, x);
}

/// √Σ x_i² over all elements. Domain: its derivative at 0 does not exist and is NaN.
template <detail::EigenVariable X>
auto norm(const X& x) {
    return sqrt(squared_norm(x));
}

} // namespace pullback::dynamic

#endif
