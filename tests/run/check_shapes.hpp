// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_TESTS_RUN_CHECK_SHAPES_HPP
#define PULLBACK_TESTS_RUN_CHECK_SHAPES_HPP

#include <pullback/dynamic/data.hpp>

#include <boost/hana/define_struct.hpp>

#include <array>
#include <vector>

/// Arguments of other shapes than the library's own: an adapted struct, and an array of the run-time graph.
namespace check_shapes {

template <class T>
struct camera {
    BOOST_HANA_DEFINE_STRUCT(camera, (T, focal), (std::array<T, 2>, centre));
};

struct row {
    std::vector<double> values;
};

} // namespace check_shapes

template <>
struct pullback::dynamic::data_traits<check_shapes::row> {
    using scalar = double;
    template <class S>
    using rebind = check_shapes::row;
    using number = double;
    static double number_of(double value) { return value; }
    static double* elements(check_shapes::row& a) { return a.values.data(); }
    static const double* elements(const check_shapes::row& a) { return a.values.data(); }
    static std::size_t count(const check_shapes::row& a) { return a.values.size(); }
    static std::vector<std::size_t> shape(const check_shapes::row& a) { return {a.values.size()}; }
    template <class S>
    static check_shapes::row like(const check_shapes::row& a) {
        return {std::vector<double>(a.values.size())};
    }
};

#endif
