// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_NAMES_HPP
#define PULLBACK_REPLAY_NAMES_HPP

#include <pullback/derivative/results.hpp>
#include <pullback/functions/scalar.hpp>
#include <pullback/print/identifier.hpp>
#include <pullback/print/names.hpp>
#include <pullback/print/path.hpp>
#include <pullback/print/style.hpp>
#include <pullback/print/writer.hpp>
#include <pullback/record/recorded_scalar.hpp>
#include <pullback/replay/function.hpp>
#include <pullback/replay/shape.hpp>
#include <pullback/shape/groups.hpp>
#include <pullback/shape/shape_of.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace pullback::detail {

/// Whatever `write(text_writer&)` writes, as a string.
template <class Write>
std::string string_of(const Write& write) {
    text_writer measure;
    write(measure);
    std::string made(measure.size(), ' ');
    text_writer out(made.data());
    write(out);
    return made;
}

/// A step on the way to a scalar: an index, or a member.
struct path_step {
    int index;
    const char* member = nullptr;
};

/// Names one after the other, as printers take them.
class run_time_names {
public:
    void add(const std::string& name) {
        characters_ += name;
        begin_.push_back(characters_.size());
    }
    name_list list() const { return {characters_.data(), begin_.data()}; }

private:
    std::string characters_;
    std::vector<std::size_t> begin_{0};
};

/// Names all scalars of a shape, in the order in which they are loaded: `x[1][2]`, `camera.focal`.
class scalar_namer {
public:
    scalar_namer(run_time_names& names, print_style style, std::string first)
        : names_(names), style_(style), first_(std::move(first)) {}

    template <class A>
    void name_all(const A& value) {
        if constexpr (Scalar<A>) {
            add([](path_writer&) {});
        } else if constexpr (Shaped<A>) {
            for (int i = 0; i < static_cast<int>(shape_of<A>::size); ++i)
                add([&](path_writer& path) { detail::write_path<A>(path, i); });
        } else if constexpr (ValueWithDerivative<A>) {
            name_part({0, "value"}, get<0>(value));
            name_part({0, name_of_derivative(std::type_identity<A>{})}, get<1>(value));
        } else if constexpr (requires { value.rows(), value.cols(), value(0, 0); }) {
            for (int i = 0; i < static_cast<int>(value.rows()); ++i)
                for (int j = 0; j < static_cast<int>(value.cols()); ++j) {
                    const std::size_t size = steps_.size();
                    if (value.rows() != 1 || value.cols() == 1) steps_.push_back({i});
                    if (value.cols() != 1) steps_.push_back({j});
                    name_all(value(i, j));
                    steps_.resize(size);
                }
        } else if constexpr (requires { value.begin(), value.end(); }) {
            int i = 0;
            for (const auto& each : value) name_part({i++}, each);
        } else {
            [&]<std::size_t... I>(std::index_sequence<I...>) {
                (name_part({static_cast<int>(I)}, value.template get<I>()), ...);
            }(std::make_index_sequence<std::tuple_size_v<A>>{});
        }
    }

private:
    template <class A>
    void name_part(path_step step, const A& part) {
        steps_.push_back(step);
        name_all(part);
        steps_.pop_back();
    }
    template <class Rest>
    void add(const Rest& write_rest) {
        names_.add(detail::string_of([&](text_writer& out) {
            path_writer path(out, style_);
            if (!first_.empty()) path.begin(first_.c_str());
            for (const path_step& step : steps_)
                step.member != nullptr ? path.member(step.member) : path.index(step.index);
            write_rest(path);
            path.finish();
        }));
    }

    run_time_names& names_;
    print_style style_;
    std::string first_;
    std::vector<path_step> steps_;
};

template <class A>
void name_scalars(run_time_names& names, print_style style, const std::string& first, const recorded_extents& extents) {
    const std::vector<recorded> scalars(extents.count);
    const recorded* in = scalars.data();
    const std::ptrdiff_t* at = extents.extents.data();
    scalar_namer(names, style, first).name_all(recorded_shape<A>::template store<A>(at, in));
}

/// The names of the inputs of a recorded function: those given for its arguments, then `x`, or `x0`, `x1`, … of
/// several.
template <class R, class... A>
run_time_names input_names_of(const recorded_function<R, A...>& f, print_style style,
                              const std::vector<std::string>& given) {
    run_time_names made;
    std::size_t i = 0;
    const auto name = [&](std::size_t position) {
        if (position < given.size()) return given[position];
        return sizeof...(A) == 1 ? std::string("x") : "x" + std::to_string(position);
    };
    ((detail::name_scalars<A>(made, style, name(i), f.argument_extents()[i]), ++i), ...);
    return made;
}
template <class R, class... A>
run_time_names output_names_of(const recorded_function<R, A...>& f, print_style style) {
    run_time_names made;
    detail::name_scalars<R>(made, style, ValueWithDerivative<R> ? "" : "y", f.result_extents());
    return made;
}

} // namespace pullback::detail

#endif
