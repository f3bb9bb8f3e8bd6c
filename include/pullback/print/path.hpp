// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_PRINT_PATH_HPP
#define PULLBACK_PRINT_PATH_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/shape/blocks.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/first.hpp>
#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback::detail {

// Where scalar number `index` of a shape is found: x[1], camera.focal, g[x].

template <class A>
struct path_of;

template <class A>
constexpr void write_path(path_writer& path, int index) {
    path_of<A>::write(path, index);
}

/// A shape of the user's own is a row of numbers, or a matrix where it says how many `rows` and `columns` it has, and
/// which `matrix_element`s if these are shapes.
template <class A>
struct path_of {
    static constexpr void write(path_writer& path, int index) {
        if constexpr (ShapeOfShapes<A>) {
            write_element<typename shape<A>::scalar>(path, index);
        } else if constexpr (requires { typename shape<A>::matrix_element; }) {
            write_element<typename shape<A>::matrix_element>(path, index);
        } else if constexpr (!Scalar<A> && !is_data<A>) {
            write_place(path, index);
        }
    }

private:
    template <class Element>
    static constexpr void write_element(path_writer& path, int index) {
        constexpr int stride = shape_of<Element>::size;
        write_place(path, index / stride);
        write_path<Element>(path, index % stride);
    }
    static constexpr void write_place(path_writer& path, int place) {
        if constexpr (requires { requires shape<A>::rows > 1 && shape<A>::columns > 1; }) {
            path.index(place / shape<A>::columns);
            path.index(place % shape<A>::columns);
        } else {
            path.index(place);
        }
    }
};

template <class Element, std::size_t Size>
struct path_of<std::array<Element, Size>> {
    static constexpr void write(path_writer& path, int index) {
        constexpr int stride = shape_of<Element>::size;
        path.index(index / stride);
        write_path<Element>(path, index % stride);
    }
};

template <class Result, class... A>
struct path_of<jacobian_rows<Result, A...>> : path_of<typename jacobian_rows<Result, A...>::rows> {};

/// Parts one after the other: calls `write_part(number, type, index)` for the part that holds scalar `index`,
/// with the index within that part.
template <class... Part, class WritePart>
constexpr void in_part(int index, const WritePart& write_part) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto visit = [&](auto number, auto type) {
            constexpr int first = first_of<Part...>(number), end = first_of<Part...>(number + 1);
            if (index >= first && index < end) write_part(number, type, index - first);
        };
        (visit(std::integral_constant<std::size_t, I>{}, std::type_identity<Part>{}), ...);
    }(std::index_sequence_for<Part...>{});
}

template <class Value, class Derivative>
constexpr const char* name_of_derivative(std::type_identity<value_with_gradient<Value, Derivative>>) {
    return "gradient";
}
template <class Value, class Derivative>
constexpr const char* name_of_derivative(std::type_identity<value_with_jacobian<Value, Derivative>>) {
    return "jacobian";
}
template <class Value, class Derivative>
constexpr const char* name_of_derivative(std::type_identity<value_with_tangent<Value, Derivative>>) {
    return "tangent";
}
template <class Value, class Derivative>
constexpr const char* name_of_derivative(std::type_identity<value_with_cotangent<Value, Derivative>>) {
    return "cotangent";
}

template <TupleLike A>
    requires requires { typename shape<A>::scalar; }
struct path_of<A> {
    static constexpr void write(path_writer& path, int index) {
        using indices = std::make_index_sequence<std::tuple_size_v<A>>;
        write_part(path, index, indices{});
    }

private:
    template <std::size_t... I>
    static constexpr void write_part(path_writer& path, int index, std::index_sequence<I...>) {
        in_part<std::tuple_element_t<I, A>...>(index, [&](auto number, auto type, int inner) {
            if constexpr (!ValueWithDerivative<A>) path.index(static_cast<int>(number));
            else path.member(number == 0 ? "value" : name_of_derivative(std::type_identity<A>{}));
            write_path<typename decltype(type)::type>(path, inner);
        });
    }
};

template <class T, class... Variables>
struct path_of<by_variable<T, Variables...>> {
    static constexpr void write(path_writer& path, int index) {
        constexpr int stride = shape_of<T>::size;
        constexpr const char* names[] = {Variables::name()...};
        path.key(names[index / stride]);
        write_path<T>(path, index % stride);
    }
};

template <HanaStruct A>
    requires requires { typename shape<A>::scalar; }
struct path_of<A> {
    static constexpr void write(path_writer& path, int index) {
        write_part(path, index, std::make_index_sequence<member_access::count<A>>{});
    }

private:
    template <std::size_t... I>
    static constexpr void write_part(path_writer& path, int index, std::index_sequence<I...>) {
        in_part<member_access::type<I, A>...>(index, [&](auto number, auto type, int inner) {
            constexpr auto key =
                boost::hana::first(boost::hana::at_c<decltype(number)::value>(boost::hana::accessors<A>()));
            path.member(key.c_str());
            write_path<typename decltype(type)::type>(path, inner);
        });
    }
};

} // namespace pullback::detail

#endif
