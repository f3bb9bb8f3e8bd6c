// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_DYNAMIC_ARRAY_AXES_HPP
#define PULLBACK_DYNAMIC_ARRAY_AXES_HPP

#include <pullback/dynamic/array/places.hpp>
#include <pullback/dynamic/array/shapes.hpp>
#include <pullback/dynamic/call/fit.hpp>
#include <pullback/dynamic/call/map_call.hpp>
#include <pullback/dynamic/data.hpp>
#include <pullback/dynamic/errors.hpp>
#include <pullback/dynamic/operators.hpp>
#include <pullback/dynamic/variable_handle.hpp>
#include <pullback/functions/extremum_kind.hpp>

#include <concepts>
#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace pullback::dynamic {

namespace detail {

/// A variable of an array whose kind has other shapes too.
template <class V>
concept ArrayVariable = is_variable<V> && ShapedArray<typename V::data_type>;

/// Which of an axis' numbers 0, 1, … is meant by one that may count from the end. Throws `shape_mismatch`.
inline std::size_t axis_number(const std::string& call, const extents& shape, std::ptrdiff_t axis) {
    const auto count = static_cast<std::ptrdiff_t>(shape.size());
    if (axis < -count || axis >= count)
        throw shape_mismatch(call + ": x has the shape " + detail::shape_text(shape) + " and no axis " +
                             std::to_string(axis) + "; axes are numbered from 0, or from -1 backwards");
    return static_cast<std::size_t>(axis < 0 ? axis + count : axis);
}

/// The axes that a reduction such as `sum(x, axis)` runs over.
struct reduced_axes {
    extents shape; // of the argument
    std::vector<unsigned char> runs_over;

    explicit reduced_axes(extents shape_of_argument)
        : shape(std::move(shape_of_argument)), runs_over(shape.size(), 1) {}
    reduced_axes(const char* function, extents shape_of_argument, std::span<const extent> axes)
        : shape(std::move(shape_of_argument)), runs_over(shape.size(), 0) {
        for (const extent each : axes) {
            const std::string call = std::string(function) + "(x, " + std::to_string(each.value) + ")";
            unsigned char& flag = runs_over[detail::axis_number(call, shape, each.value)];
            if (flag != 0) throw shape_mismatch(call + ": the axis is named twice; name each axis once");
            flag = 1;
        }
    }

    /// The argument's shape with extents of 1 for those axes.
    extents kept() const {
        extents result = shape;
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (runs_over[i] != 0) result[i] = 1;
        return result;
    }
    /// The argument's shape without those axes.
    extents left() const {
        extents result;
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (runs_over[i] == 0) result.push_back(shape[i]);
        return result;
    }
    /// How many elements become one.
    std::size_t length() const {
        std::size_t length = 1;
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (runs_over[i] != 0) length *= shape[i];
        return length;
    }
    /// Where in the result each element of the argument belongs, in the argument's order of reading.
    places targets(bool to_by_columns) const {
        extents strides = detail::memory_strides(kept(), to_by_columns);
        for (std::size_t i = 0; i < shape.size(); ++i)
            if (runs_over[i] != 0) strides[i] = 0;
        return places(shape, strides);
    }
};

/// What becomes of the axes that a reduction goes over: none, or axes of extent 1.
enum class axes_after { gone, kept };

/// What a reduction of a `T` over `Count` axes gives.
template <class T, std::size_t Count, axes_after After>
struct reduction_result {
    using type = typename array_shapes<T>::resizable;
    static extents shape(const reduced_axes& axes) { return axes.kept(); }
};
template <class T, std::size_t Count>
struct reduction_result<T, Count, axes_after::gone> {
    using type = typename array_shapes<T>::template reduced<Count>;
    static extents shape(const reduced_axes& axes) {
        return array_shapes<T>::keeps_axes && !NumberData<type> ? axes.kept() : axes.left();
    }
};

// The reductions, each from a variable, the axes and the result's zeros to a variable.

struct sum_over {
    static constexpr const char* name = "sum";
    template <class To, class T>
    static variable<To> call(const variable<T>& x, const reduced_axes& axes, To zeros) {
        return detail::call_map<To>(
            x, {name, "broadcast_to", places::all(axes.shape, is_column_major<T>), axes.targets(is_column_major<To>)},
            std::move(zeros));
    }
};

struct mean_over {
    static constexpr const char* name = "mean";
    template <class To, class T>
    static auto call(const variable<T>& x, const reduced_axes& axes, To zeros) {
        return sum_over::call(x, axes, std::move(zeros)) / static_cast<scalar_of_data<T>>(axes.length());
    }
};

/// The largest or smallest elements. As in `max` and `min`, of equal ones the first largest and the last smallest
/// counts, and NaN before all numbers. The other elements are left out.
template <pullback::engine::extremum_kind Wanted>
struct extreme_over {
    static constexpr const char* name = Wanted == pullback::engine::extremum_kind::largest ? "amax" : "amin";
    template <class To, class T>
    static variable<To> call(const variable<T>& x, const reduced_axes& axes, To zeros) {
        if (axes.length() == 0)
            throw shape_mismatch(std::string(name) + "(x): x has the shape " + detail::shape_text(axes.shape) +
                                 ", and among no elements there is no extreme one; x must have elements");
        const auto* const in = data_traits<T>::elements(x.data());
        const std::size_t none = data_traits<T>::count(x.data()), count = data_traits<To>::count(zeros);
        extents best(count, none);
        const index_map pairs{name, "", places::all(axes.shape, is_column_major<T>), axes.targets(is_column_major<To>)};
        pairs.each([&](std::size_t from, std::size_t to) {
            if (best[to] == none || takes_over(in[from], in[best[to]])) best[to] = from;
        });
        return detail::call_map<To>(
            x, {name, "scatter", places(std::move(best)), places::in_order(count), false, true, true},
            std::move(zeros));
    }

private:
    template <class S>
    static bool takes_over(const S& next, const S& best) {
        if (best != best) return false;
        return next != next || (Wanted == pullback::engine::extremum_kind::largest ? best < next : !(best < next));
    }
};

template <class Reduction, axes_after After, std::size_t Count, class T>
auto reduce(const variable<T>& x, const extent (&over)[Count]) {
    using result = reduction_result<T, Count, After>;
    const reduced_axes axes(Reduction::name, x.shape(), over);
    return Reduction::call(x, axes, detail::zeros_of<typename result::type>(result::shape(axes)));
}
template <class Reduction, class T>
auto reduce_all_keeping(const variable<T>& x) {
    const reduced_axes axes(x.shape());
    return Reduction::call(x, axes, detail::zeros_of<typename array_shapes<T>::resizable>(axes.kept()));
}
template <class Reduction, class T>
auto reduce_all(const variable<T>& x) {
    const reduced_axes axes(x.shape());
    return Reduction::call(x, axes, data_traits<T>::number_of(scalar_of_data<T>(0)));
}

/// The forms in which a reduction can be asked for: over all elements, one axis, or a list of axes.
template <class Reduction, class T>
auto reduction(const variable<T>& x) {
    if constexpr (std::is_same_v<Reduction, sum_over>) return dynamic::sum(x);
    else if constexpr (std::is_same_v<Reduction, mean_over>)
        return dynamic::sum(x) / static_cast<scalar_of_data<T>>(x.size());
    else return detail::reduce_all<Reduction>(x);
}
template <class Reduction, class T>
auto reduction(const variable<T>& x, keepdims_t) {
    return detail::reduce_all_keeping<Reduction>(x);
}
template <class Reduction, class T, std::integral Axis>
auto reduction(const variable<T>& x, Axis axis) {
    return detail::reduce<Reduction, axes_after::gone>(x, {axis});
}
template <class Reduction, class T, std::integral Axis>
auto reduction(const variable<T>& x, Axis axis, keepdims_t) {
    return detail::reduce<Reduction, axes_after::kept>(x, {axis});
}
template <class Reduction, class T, std::size_t Count>
auto reduction(const variable<T>& x, const extent (&axes)[Count]) {
    return detail::reduce<Reduction, axes_after::gone>(x, axes);
}
template <class Reduction, class T, std::size_t Count>
auto reduction(const variable<T>& x, const extent (&axes)[Count], keepdims_t) {
    return detail::reduce<Reduction, axes_after::kept>(x, axes);
}

} // namespace detail

// One macro, since a list of axes in braces names no type that a pack could take.
#define PULLBACK_REDUCTION(NAME, REDUCTION)                                   \
    template <ShapedArray T>                                                  \
    auto NAME(const variable<T>& x, keepdims_t) {                             \
        return detail::reduction<REDUCTION>(x, keepdims);                     \
    }                                                                         \
    template <ShapedArray T, std::integral Axis>                              \
    auto NAME(const variable<T>& x, Axis axis) {                              \
        return detail::reduction<REDUCTION>(x, axis);                         \
    }                                                                         \
    template <ShapedArray T, std::integral Axis>                              \
    auto NAME(const variable<T>& x, Axis axis, keepdims_t) {                  \
        return detail::reduction<REDUCTION>(x, axis, keepdims);               \
    }                                                                         \
    template <ShapedArray T, std::size_t Count>                               \
    auto NAME(const variable<T>& x, const extent(&axes)[Count]) {             \
        return detail::reduction<REDUCTION>(x, axes);                         \
    }                                                                         \
    template <ShapedArray T, std::size_t Count>                               \
    auto NAME(const variable<T>& x, const extent(&axes)[Count], keepdims_t) { \
        return detail::reduction<REDUCTION>(x, axes, keepdims);               \
    }

/// The sum along an axis, `sum(x, 0)`, or several, `sum(x, {0, 2})`; axes are numbered from 0, or from -1 backwards.
/// They are gone in the result, or stay with extents of 1 by `sum(x, 0, keepdims)`; Eigen's matrices keep them always.
/// Rule: gy spread over x. Throws `shape_mismatch` if there is no such axis.
PULLBACK_REDUCTION(sum, detail::sum_over)
/// The mean along axes, in the forms of `sum`; NaN of no elements.
PULLBACK_REDUCTION(mean, detail::mean_over)
/// The largest elements along axes, in the forms of `sum`. Rule: gy where x was taken, nothing elsewhere; of equal
/// elements the first is taken. Throws `shape_mismatch` if there are no elements.
PULLBACK_REDUCTION(amax, detail::extreme_over<pullback::engine::extremum_kind::largest>)
/// The smallest elements along axes; of equal ones the last is taken.
PULLBACK_REDUCTION(amin, detail::extreme_over<pullback::engine::extremum_kind::smallest>)

#undef PULLBACK_REDUCTION

/// The sum of all elements divided by their number; NaN if there are none.
template <ShapedArray T>
auto mean(const variable<T>& x) {
    return detail::reduction<detail::mean_over>(x);
}
/// The largest of all elements, one number.
template <ShapedArray T>
auto amax(const variable<T>& x) {
    return detail::reduction<detail::extreme_over<pullback::engine::extremum_kind::largest>>(x);
}
/// The smallest of all elements, one number.
template <ShapedArray T>
auto amin(const variable<T>& x) {
    return detail::reduction<detail::extreme_over<pullback::engine::extremum_kind::smallest>>(x);
}

} // namespace pullback::dynamic

#endif
