// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_STATIC_FUNCTION_STATIC_FUNCTION_HPP
#define PULLBACK_STATIC_FUNCTION_STATIC_FUNCTION_HPP

#include <pullback/always_inline.hpp>
#include <pullback/functions/apply.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/program/program.hpp>
#include <pullback/program/workspace.hpp>
#include <pullback/record/built.hpp>
#include <pullback/record/inline.hpp>
#include <pullback/record/recorded_range.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/record/recorder.hpp>
#include <pullback/run/evaluate.hpp>
#include <pullback/shape/aggregate.hpp>
#include <pullback/shape/range.hpp>
#include <pullback/shape/sequence.hpp>
#include <pullback/shape/shape.hpp>
#include <pullback/shape/shape_of.hpp>
#include <pullback/static_function/data_argument.hpp>
#include <pullback/static_function/policy.hpp>
#include <pullback/static_function/range_function.hpp>
#include <pullback/static_function/signature.hpp>
#include <pullback/static_function/workspace.hpp>

#include <boost/hana/length.hpp>
#include <cstddef>
#include <type_traits>
#include <utility>

#include <boost/hana/basic_tuple.hpp>

namespace pullback {

/// Base of everything that can be called and differentiated at compile time: expressions, generic functions and their
/// derivatives. `Self` has
/// - `signature`: `positional`, or the names of its arguments
/// - `implementation<Shapes...>`: for arguments of these shapes (made of `recorded`) the compiled program, `built`, and
///   the shape of the result, `result<T>`; where calls with numbers run another program than the one that is
///   differentiated or written into others, `called`
/// - `captured()`: a `hana::basic_tuple` of run-time numbers, further inputs of the program
template <class Self>
struct static_function {
    /// Calls the function with
    ///  - numbers: the value, in the arguments' common scalar type;
    ///  - recorded values (inside another generic function): the program is written into the one being recorded;
    ///  - expressions: composition, an expression again;
    ///  - `x = 1.0, y = 2.0`: arguments by name, where they have names.
    template <class... A>
    PULLBACK_ALWAYS_INLINE constexpr auto operator()(const A&... arguments) const;

    /// `f(unseq, arguments...)` is the same in lanes, `f(par, arguments...)` on several threads, and
    /// `f(par_unseq, arguments...)` in lanes on each; see static_function/policy.hpp.
    template <detail::CallPolicy Policy, class... A>
    PULLBACK_ALWAYS_INLINE constexpr auto operator()(const Policy& policy, const A&... arguments) const;

    /// `f.into(results...)(arguments...)` writes what `f(arguments...)` returns into memory of the caller, without a
    /// copy and without an allocation; see static_function/into.hpp.
    template <class... D>
    constexpr auto into(D&&... results) const;

    /// `f.using_workspace(memory)(arguments...)` keeps what loops need later in memory of the caller, at least
    /// `work_size(f, arguments...)` numbers, a `std::span`, `std::array` or `std::vector`, which must not overlap
    /// anything else. A derivative that goes back through a loop with a state can do with fewer: it has checkpoints
    /// then. Both go together: `f.into(results...).using_workspace(memory)(arguments...)`.
    template <class M>
    constexpr auto using_workspace(M&& memory) const;
};

/// What a refused derivative is, so that the compiler says why once and nothing more: it takes every further use.
struct refused {
    template <class... A>
    constexpr refused operator()(const A&...) const {
        return {};
    }
    template <class... D>
    constexpr refused into(const D&...) const {
        return {};
    }
    template <class M>
    constexpr refused using_workspace(const M&) const {
        return {};
    }
    template <class Index>
    constexpr refused operator[](const Index&) const {
        return {};
    }
    template <class T>
    constexpr operator T() const {
        return T{};
    }
};

/// A function or formula that the compiler knows: what derivatives are taken of.
template <class F>
concept StaticFunction = std::is_base_of_v<static_function<F>, F>;

namespace detail {

// The shape of an argument with its scalar type erased, which is what a program depends on.
template <class A>
using erased = rebind_shape<A, recorded>;

template <class A>
concept OfOneScalar = Shaped<A> && (!requires { shape<A>::template is_uniform<recorded>; } ||
                                    requires { requires shape<A>::template is_uniform<recorded>; });

// This is a function of its own, so that the compiler names the type.
template <class Argument>
constexpr auto check_argument() {
    constexpr bool is_shaped = Shaped<Argument>, is_of_one_scalar = !is_shaped || OfOneScalar<Argument>;
    constexpr bool is_complex = ComplexNumber<Argument>;
    static_assert(!is_complex,
                  "f(z): z is a complex number, and functions here are of real numbers; pass its real and its "
                  "imaginary part as two numbers, f(z.real(), z.imag())");
    constexpr bool is_policy = CallPolicy<Argument>;
    static_assert(!is_policy,
                  "f(x..., par): a policy, such as pullback::par or unseq, stands where an argument does; write one, "
                  "before all arguments, f(pullback::par, x...)");
    static_assert(is_shaped || is_complex || is_policy,
                  "f(x...): an argument is of a type that pullback does not know how to take apart into real numbers; "
                  "pass numbers, std::arrays, tuples, or structs that are templates on their scalar; a struct with "
                  "constructors or a base class is one if BOOST_HANA_DEFINE_STRUCT names its members");
    static_assert(is_of_one_scalar,
                  "f(x...): an argument has a member of a fixed type, such as double or int, which cannot hold the "
                  "scalar that f is recorded with; make it of the type that the struct is a template on, or pass it "
                  "beside the struct");
}

// Whether what stands beside ranges is known too; if not, that is said.
template <class... A>
consteval bool are_arguments_of_ranges() {
    constexpr bool are_known = ((DataRange<A> || Shaped<A>) && ...);
    if constexpr (!are_known)
        (
            [] {
                if constexpr (!DataRange<A>) detail::check_argument<A>();
            }(),
            ...);
    return are_known;
}

// Scalars that say themselves what a call means, such as variables of a run-time graph, and arrays and structs of them.
template <class A>
inline constexpr bool answers_from_outside =
    answers_calls<A> && !std::is_same_v<A, recorded> && !std::is_same_v<A, recorded_condition>;
template <class A>
inline constexpr bool holds_answering = false;
template <Shaped A>
inline constexpr bool holds_answering<A> = answers_from_outside<scalar_of<A>>;

template <class F, class... A>
using implementation_for = typename F::template implementation<erased<A>...>;

/// The implementation whose program is recorded first where `F` is called with these shapes: that of the function which
/// it is a derivative of in the end. A derivative says what it calls its function with as `differentiated_call`, a list
/// of that function and the shapes.
template <class F, class... Shapes>
struct recorded_first {
    using type = typename F::template implementation<Shapes...>;
};
template <class List>
struct recorded_first_of;
template <class F, class... Shapes>
struct recorded_first_of<types<F, Shapes...>> : recorded_first<F, Shapes...> {};
template <class F, class... Shapes>
    requires requires { typename F::template differentiated_call<Shapes...>; }
struct recorded_first<F, Shapes...> : recorded_first_of<typename F::template differentiated_call<Shapes...>> {};

// Captured numbers of the built-in types are like literals: they take on the scalar type of the arguments.
template <class T>
struct is_decisive : std::bool_constant<!std::is_arithmetic_v<T>> {};

template <class... T>
struct common_scalar {
    using type = decltype(0.);
};

template <class... T>
    requires(sizeof...(T) > 0)
struct common_scalar<T...> {
    using type = promoted_t<T...>;
};

template <class... A, class... Captured>
constexpr auto scalar_of_call(const boost::hana::basic_tuple<Captured...>&) {
    if constexpr (any_of<is_decisive<Captured>::value...>)
        return std::type_identity<promoted_t<scalar_of<A>..., Captured...>>{};
    else if constexpr (sizeof...(A) == 0) return std::type_identity<typename common_scalar<Captured...>::type>{};
    else return std::type_identity<promoted_t<scalar_of<A>...>>{};
}

template <class Implementation>
struct called_program {
    using type = typename Implementation::built;
};
template <class Implementation>
    requires requires { typename Implementation::called; }
struct called_program<Implementation> {
    using type = typename Implementation::called;
};

/// The program that a call with numbers runs.
template <class Implementation>
using called_program_of = typename called_program<Implementation>::type;

template <class Built, class Result, class... A>
constexpr Result call_inline(const A&... arguments) {
    constexpr engine::program_view code = Built::code.view();
    engine::workspace<recorded> nodes(code.node_count());
    engine::run::load_all<recorded>(nodes.data(), std::index_sequence_for<A...>{}, arguments...);
    engine::record::recorder* target = nullptr;
    for (int i = 0; i < code.input_count; ++i)
        if (nodes[i].target() != nullptr) target = nodes[i].target();
    engine::record::inline_program(code, nodes.data(), target);
    recorded outputs[Built::code.output_count];
    for (int i = 0; i < code.output_count; ++i) outputs[i] = engine::record::output_of(code, i, nodes.data(), target);
    if (target == nullptr) { // all are literals, and no program notes where they come from
        const engine::record::literal_origin origin =
            (code.has_rounded_literals ? engine::record::literal_origin::rounded
                                       : engine::record::literal_origin::written) |
            (code.has_limits ? engine::record::literal_origin::limit : engine::record::literal_origin::written);
        for (recorded& each : outputs) each = recorded::literal_of(each.origin() | origin, each.literal_value());
    }
    return shape_of<Result>::template store<0, Result>(outputs);
}

template <class F, class Captured, std::size_t... I, class... A>
PULLBACK_ALWAYS_INLINE constexpr auto call_with_captured(const Captured& captured, std::index_sequence<I...>,
                                                         const A&... arguments) {
    using implementation = implementation_for<F, A...>;
    using T = typename decltype(detail::scalar_of_call<A...>(captured))::type;
    using result = typename implementation::template result<T>;
    if constexpr (std::is_same_v<T, recorded>)
        return detail::call_inline<typename implementation::built, result>(arguments...,
                                                                           boost::hana::at_c<I>(captured)...);
    else
        return engine::run::evaluate<called_program_of<implementation>, result, T>(arguments...,
                                                                                   boost::hana::at_c<I>(captured)...);
}

template <class F, class... A>
PULLBACK_ALWAYS_INLINE constexpr auto call_with_scalars(const F& f, const A&... arguments) {
    const auto captured = f.captured();
    using indices = std::make_index_sequence<decltype(boost::hana::length(captured))::value>;
    return detail::call_with_captured<F>(captured, indices{}, arguments...);
}

} // namespace detail

template <class Self>
template <class... A>
PULLBACK_ALWAYS_INLINE constexpr auto static_function<Self>::operator()(const A&... arguments) const {
    const Self& self = static_cast<const Self&>(*this);
    if constexpr (detail::any_of<detail::answers_from_outside<A>...>) {
        return call_static_function(self, arguments...);
    } else if constexpr (detail::any_of<DataRange<A>...>) {
        // The function is recorded from here, so that the compiler's trace of a mistake in it is short. Where nothing
        // is returned, the reason has been said.
        constexpr detail::allocated_workspace memory{};
        if constexpr (!detail::are_arguments_of_ranges<A...>()) return refused{};
        else if constexpr (sizeof(detail::range_implementation_for<Self, A...>) == 0) return refused{};
        else if constexpr (std::is_void_v<decltype(detail::call_with_ranges(self, memory, arguments...))>)
            return refused{};
        else return detail::call_with_ranges(self, memory, arguments...);
    } else if constexpr (detail::any_of<SymbolicRange<A>...>) {
        return detail::call_in_loops(self, arguments...);
    } else {
        using checked [[maybe_unused]] = detail::types<decltype(detail::check_argument<A>())...>;
        if constexpr (detail::any_of<detail::holds_answering<A>...>) {
            return call_static_function(self, arguments...);
        } else if constexpr (detail::all_of<detail::OfOneScalar<A>...>) {
            constexpr bool accepted = Self::template accepts<sizeof...(A)>();
            if constexpr (accepted) {
                // The function is recorded from here, so that the compiler's trace of a mistake in it is short.
                using recorded_first [[maybe_unused]] =
                    typename detail::recorded_first<Self, detail::erased<A>...>::type::built;
                static_assert(sizeof(typename detail::implementation_for<Self, A...>::built) > 0);
                return detail::call_with_scalars(self, arguments...);
            }
        }
    }
}

template <class Self>
template <detail::CallPolicy Policy, class... A>
PULLBACK_ALWAYS_INLINE constexpr auto static_function<Self>::operator()(const Policy& policy,
                                                                        const A&... arguments) const {
    const Self& self = static_cast<const Self&>(*this);
    if constexpr (detail::any_of<DataRange<A>...>) {
        const auto memory = detail::memory_for(policy, detail::allocated_workspace{});
        if constexpr (!detail::are_arguments_of_ranges<A...>()) return refused{};
        else if constexpr (sizeof(detail::range_implementation_for<Self, A...>) == 0) return refused{};
        else if constexpr (std::is_void_v<decltype(detail::call_with_ranges(self, memory, arguments...))>)
            return refused{};
        else return detail::call_with_ranges(self, memory, arguments...);
    } else {
        return self(arguments...);
    }
}

} // namespace pullback

#endif
