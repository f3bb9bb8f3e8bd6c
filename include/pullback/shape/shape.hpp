// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_SHAPE_SHAPE_HPP
#define PULLBACK_SHAPE_SHAPE_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/shape/shape_of.hpp>

#include <boost/hana/accessors.hpp>
#include <boost/hana/at.hpp>
#include <boost/hana/concept/struct.hpp>
#include <boost/hana/length.hpp>
#include <boost/hana/second.hpp>
#include <boost/hana/tuple.hpp>

#include <array>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace pullback {

namespace detail {

/// Whether an `A` in memory is an array of its scalars, in their order, and nothing else.
template <class A>
inline constexpr bool is_array_in_memory = std::is_floating_point_v<A>;
template <class Element, std::size_t Size>
inline constexpr bool is_array_in_memory<std::array<Element, Size>> = Size > 0 && is_array_in_memory<Element>;

template <class A>
concept HanaStruct = std::is_class_v<A> && boost::hana::Struct<A>::value;

template <class S>
concept BatchOfNumbers = requires { requires std::is_arithmetic_v<typename S::value_type>; };

/// A number as an `S`: as a batch, the same number in each lane.
template <class S, class T>
constexpr S as_scalar(const T& value) {
    if constexpr (BatchOfNumbers<S> && std::is_arithmetic_v<T>) return S(static_cast<typename S::value_type>(value));
    else return static_cast<S>(value);
}

template <class A>
inline constexpr bool is_standard_array = false;
template <class Element, std::size_t Size>
inline constexpr bool is_standard_array<std::array<Element, Size>> = true;

template <class A>
concept TupleLike = std::is_class_v<A> && !HanaStruct<A> && requires { requires std::tuple_size<A>::value > 0; };

template <class A, class S>
struct rebind_parameter {
    using type = A;
};

template <Shaped A, class S>
struct rebind_parameter<A, S> {
    using type = rebind_shape<A, S>;
};

// A class template on its scalar, rebound by replacing every parameter that is itself a shape.
template <class A, class S>
struct rebind_template;

template <template <class...> class Template, class... Parameters, class S>
struct rebind_template<Template<Parameters...>, S> {
    using type = Template<typename rebind_parameter<Parameters, S>::type...>;
};

template <template <class, auto...> class Template, class Parameter, auto... Values, class S>
    requires(sizeof...(Values) > 0)
struct rebind_template<Template<Parameter, Values...>, S> {
    using type = Template<typename rebind_parameter<Parameter, S>::type, Values...>;
};

template <class A>
concept TemplateOnScalar = requires { typename rebind_template<A, A>::type; };

// Where the scalars of element `index` begin when shapes of these sizes lie one after the other.
template <class... A>
consteval int first_of(std::size_t index) {
    const int sizes[] = {shape_of<A>::size..., 0};
    int sum = 0;
    for (std::size_t i = 0; i < index; ++i) sum += sizes[i];
    return sum;
}

// What follows from the elements of a tuple or struct.
template <class... A>
struct elements {
    static constexpr int size = first_of<A...>(sizeof...(A));
    static constexpr bool is_addressable = all_of<pullback::is_addressable<A>...>;
    static constexpr bool is_data = any_of<pullback::is_data<A>...>;
    using scalar = typename common<scalar_of<A>...>::type;
    template <std::size_t I>
    static constexpr int first = first_of<A...>(I);
    /// The element that scalar `index` lies in.
    static consteval std::size_t element_with(int index) {
        const int sizes[] = {shape_of<A>::size..., 0};
        std::size_t element = 0;
        for (int end = sizes[0]; end <= index; end += sizes[element]) ++element;
        return element;
    }
};

} // namespace detail

template <class T>
    requires(Scalar<T> && !detail::TupleLike<T> && !detail::HanaStruct<T>)
struct shape<T> {
    static constexpr int size = 1;
    using scalar = T;
    template <class S>
    using rebind = S;

    template <int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr void load(const T& value, S* out) {
        if constexpr (std::is_same_v<S, T>) out[First] = value;
        else out[First] = detail::as_scalar<S>(value);
    }
    template <int First, class R, class S>
    PULLBACK_ALWAYS_INLINE static constexpr R store(const S* in) {
        return in[First];
    }
    static constexpr bool is_addressable = true;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr V& at(V& value) {
        return value;
    }
};

template <class Element, std::size_t Size>
    requires Shaped<Element>
struct shape<std::array<Element, Size>> {
    static constexpr int size = static_cast<int>(Size) * shape_of<Element>::size;
    using scalar = scalar_of<Element>;
    template <class S>
    using rebind = std::array<rebind_shape<Element, S>, Size>;

    template <int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr void load(const std::array<Element, Size>& value, S* out) {
        load_elements<First>(value, out, std::make_index_sequence<Size>{});
    }
    template <int First, class R, class S>
    PULLBACK_ALWAYS_INLINE static constexpr R store(const S* in) {
        return store_elements<First, R>(in, std::make_index_sequence<Size>{});
    }
    static constexpr bool is_addressable = pullback::is_addressable<Element>;
    static constexpr bool is_data = pullback::is_data<Element>;
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(V& value) {
        return shape_of<Element>::template at<I % stride>(value[static_cast<std::size_t>(I / stride)]);
    }

private:
    static constexpr int stride = shape_of<Element>::size;

    template <int First, class S, std::size_t... I>
    PULLBACK_ALWAYS_INLINE static constexpr void load_elements(const std::array<Element, Size>& value, S* out,
                                                               std::index_sequence<I...>) {
        // This is an initialiser list and not a fold, because clang bounds the nesting of folds at 256.
        [[maybe_unused]] const int done[] = {
            0, (shape_of<Element>::template load<First + static_cast<int>(I) * stride>(value[I], out), 0)...};
    }
    template <int First, class R, class S, std::size_t... I>
    PULLBACK_ALWAYS_INLINE static constexpr R store_elements([[maybe_unused]] const S* in, std::index_sequence<I...>) {
        return {
            {shape_of<Element>::template store<First + static_cast<int>(I) * stride, typename R::value_type>(in)...}};
    }
};

namespace detail {

struct tuple_access {
    template <class A>
    static constexpr std::size_t count = std::tuple_size_v<A>;
    template <std::size_t I, class A>
    using type = std::tuple_element_t<I, A>;
    template <std::size_t I, class A>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) element(A& value) {
        return get<I>(value);
    }
};

struct member_access {
    template <class A>
    static constexpr std::size_t count =
        decltype(boost::hana::length(std::declval<decltype(boost::hana::accessors<A>())>()))::value;
    template <std::size_t I, class A>
    PULLBACK_ALWAYS_INLINE static constexpr decltype(auto) element(A& value) {
        return boost::hana::second(boost::hana::at_c<I>(boost::hana::accessors<std::remove_const_t<A>>()))(value);
    }
    template <std::size_t I, class A>
    using type = std::remove_cvref_t<decltype(element<I>(std::declval<A&>()))>;
};

template <class A, class Access, class Sequence = std::make_index_sequence<Access::template count<A>>>
inline constexpr bool is_made_of_shapes = false;
template <class A, class Access, std::size_t... I>
inline constexpr bool is_made_of_shapes<A, Access, std::index_sequence<I...>> =
    all_of<Shaped<typename Access::template type<I, A>>...>;

/// The shape of an `A` that has elements, one after the other, but for `store`.
template <class A, class Access>
struct shape_of_elements {
protected:
    using indices = std::make_index_sequence<Access::template count<A>>;
    template <std::size_t I, class B = A>
    using element = typename Access::template type<I, B>;
    template <std::size_t... I>
    static detail::elements<element<I>...> list_elements(std::index_sequence<I...>);
    using elements = decltype(list_elements(indices{}));
    template <std::size_t I, class R, int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr element<I, R> store_element(const S* in) {
        return shape_of<element<I>>::template store<First + elements::template first<I>, element<I, R>>(in);
    }

private:
    template <std::size_t... I>
    static consteval bool are_objects(std::index_sequence<I...>) {
        return ((std::is_lvalue_reference_v<decltype(Access::template element<I>(std::declval<const A&>()))> &&
                 std::is_lvalue_reference_v<decltype(Access::template element<I>(std::declval<A&>()))>) &&
                ...);
    }

public:
    static constexpr int size = elements::size;
    using scalar = typename elements::scalar;
    template <class S>
    using rebind = typename rebind_template<A, S>::type;
    /// Whether the same made of `S` has the same elements made of `S`; not if one is of a fixed type, such as `int`.
    template <class S>
    static constexpr bool is_uniform = []<std::size_t... I>(std::index_sequence<I...>) {
        return (std::is_same_v<rebind_shape<element<I>, S>, element<I, rebind<S>>> && ...);
    }(indices{});

    template <int First, class S>
    PULLBACK_ALWAYS_INLINE static constexpr void load(const A& value, S* out) {
        [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            (shape_of<element<I>>::template load<First + elements::template first<I>>(
                 Access::template element<I>(value), out),
             ...);
        }(indices{});
    }
    static constexpr bool is_data = elements::is_data;
    static constexpr bool is_addressable =
        elements::is_addressable && std::is_default_constructible_v<A> && are_objects(indices{});
    template <int I, class V>
    PULLBACK_ALWAYS_INLINE static constexpr auto& at(V& value) {
        constexpr std::size_t index = elements::element_with(I);
        return shape_of<element<index>>::template at<I - elements::template first<index>>(
            Access::template element<index>(value));
    }
};

} // namespace detail

template <class A>
    requires(!detail::is_standard_array<A> && detail::TupleLike<A> && detail::TemplateOnScalar<A> &&
             detail::is_made_of_shapes<A, detail::tuple_access>)
struct shape<A> : detail::shape_of_elements<A, detail::tuple_access> {
private:
    using base = detail::shape_of_elements<A, detail::tuple_access>;

public:
    template <int First, class R, class S>
    PULLBACK_ALWAYS_INLINE static constexpr R store(const S* in) {
        return [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            return R{base::template store_element<I, R, First>(in)...};
        }(typename base::indices{});
    }
};

/// A struct adapted with Boost.Hana: its members in the order in which they were adapted.
template <class A>
    requires(detail::HanaStruct<A> && detail::TemplateOnScalar<A> &&
             detail::is_made_of_shapes<A, detail::member_access>)
struct shape<A> : detail::shape_of_elements<A, detail::member_access> {
private:
    using base = detail::shape_of_elements<A, detail::member_access>;

public:
    template <int First, class R, class S>
    PULLBACK_ALWAYS_INLINE static constexpr R store(const S* in) {
        R result{};
        [&]<std::size_t... I>(std::index_sequence<I...>) PULLBACK_ALWAYS_INLINE {
            ((detail::member_access::element<I>(result) = base::template store_element<I, R, First>(in)), ...);
        }(typename base::indices{});
        return result;
    }
};

} // namespace pullback

#endif
