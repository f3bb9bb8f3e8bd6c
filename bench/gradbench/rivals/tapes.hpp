// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_BENCH_GRADBENCH_RIVALS_TAPES_HPP
#define PULLBACK_BENCH_GRADBENCH_RIVALS_TAPES_HPP

#include "../plain/bundle_adjustment.hpp"
#include "../plain/determinant.hpp"
#include "../plain/hand_tracking.hpp"
#include "../plain/k_means.hpp"
#include "../plain/least_squares.hpp"
#include "../plain/log_sum_exp.hpp"
#include "../plain/lstm.hpp"
#include "../plain/mixture.hpp"
#include "../plain/ode.hpp"
#include "../protocol.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

/// The evaluations by libraries that record what the plain functions do with numbers of theirs. A library has a class
/// `gradient<F>`, `jacobian<F>` and `second_order<F>`, each made of a function of a vector, and the place where it may
/// be recorded, which is before its calls are timed where the function does not branch:
///
///     numbers gradient<F>(f, x)(x)
///     jacobian<F>(f, x)(x, to)               by rows
///     directions<F>(f, x)(x, seeds, to)      the products with some directions, by rows
///     second_order<F>(f, x)(x, gradient, product)   with the Hessian's product with a vector of ones
///
/// `saddle` and `particle`, which nest derivatives in loops of their own, are not among them.
namespace gradbench::rivals {

struct square_function {
    template <class T>
    T operator()(const std::vector<T>& x) const {
        return x[0] * x[0];
    }
};

struct reprojection_error {
    template <class T>
    std::vector<T> operator()(const std::vector<T>& x) const {
        std::array<T, 17> in;
        std::copy(x.begin(), x.end(), in.begin());
        const std::array<T, 2> error = plain::reprojection_error(in);
        return {error[0], error[1]};
    }
};

/// Of the angles, and then of the places in triangles.
struct hand_residuals {
    const hand_data* in;

    template <class T>
    std::vector<T> operator()(const std::vector<T>& x) const {
        const std::vector<T> angles(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(in->angles.size()));
        std::vector<std::array<T, 2>> places(in->places.size());
        for (std::size_t i = 0; i < places.size(); ++i)
            for (std::size_t k = 0; k < 2; ++k) places[i][k] = x[angles.size() + 2 * i + k];
        posed_hand<T> hand(in->hand, angles);
        return residuals<T>(*in, places, [&](std::size_t v) { return hand.vertex(v); });
    }
};

template <class Library>
struct evaluations {
    template <class Problem>
    struct gradient {
        Problem problem;
        typename Library::template gradient<Problem> recorded;

        explicit gradient(const json& input) : problem(input), recorded(problem, problem.arguments) {}
        numbers operator()() { return recorded(problem.arguments); }
    };

    struct slope_of_square {
        numbers x;
        typename Library::template gradient<square_function> recorded;

        explicit slope_of_square(const json& input) : x{input.get<double>()}, recorded(square_function(), x) {}
        double operator()() { return recorded(x)[0]; }
    };

    struct bundle_jacobian {
        bundle_with_jacobian problem;
        typename Library::template jacobian<reprojection_error> recorded;

        explicit bundle_jacobian(const json& input)
            : problem(read_with_jacobian(input)), recorded(reprojection_error(), of(0)) {}
        numbers of(std::size_t i) const {
            const auto all = plain::observation(problem.in, i);
            return numbers(all.begin(), all.end());
        }
        filled_jacobian operator()() {
            std::array<double, 34> rows;
            numbers x(17);
            return plain::jacobian(problem, [&](const std::array<double, 17>& observation, double* to) {
                std::copy(observation.begin(), observation.end(), x.begin());
                recorded(x, rows.data());
                std::copy_n(rows.begin(), block_size, to);
                std::copy_n(rows.begin() + 17, block_size, to + block_size);
            });
        }
    };

    // Which centre is nearest depends on the numbers, so it is recorded in each call.
    struct newton_step {
        plain::k_means problem;

        explicit newton_step(const json& input) : problem(input) {}
        numbers operator()() {
            typename Library::template second_order<plain::k_means> recorded(problem, problem.arguments);
            numbers step(problem.arguments.size()), diagonal(step);
            recorded(problem.arguments, step, diagonal);
            for (std::size_t i = 0; i < step.size(); ++i) step[i] /= diagonal[i];
            return step;
        }
    };

    // In the directions of the angles, and of all first and all second numbers of places.
    struct hand_jacobian {
        hand_data in;
        numbers x;
        std::vector<numbers> seeds;
        typename Library::template directions<hand_residuals> recorded;

        explicit hand_jacobian(const json& input)
            : in(read_hand(input)), x(joined(in)), seeds(seeds_of(in, x.size())), recorded(hand_residuals{&in}, x) {}
        hand_jacobian(const hand_jacobian&) = delete; // it is recorded with its own data

        static numbers joined(const hand_data& in) {
            numbers all = in.angles;
            for (const auto& place : in.places) all.insert(all.end(), place.begin(), place.end());
            return all;
        }
        static std::vector<numbers> seeds_of(const hand_data& in, std::size_t size) {
            std::vector<numbers> all;
            for (std::size_t first = 0; first < (in.places.empty() ? 0u : 2u); ++first) {
                all.emplace_back(size);
                for (std::size_t i = in.angles.size() + first; i < size; i += 2) all.back()[i] = 1;
            }
            for (std::size_t i = 0; i < in.angles.size(); ++i) {
                all.emplace_back(size);
                all.back()[i] = 1;
            }
            return all;
        }
        matrix operator()() {
            matrix result(3 * static_cast<Eigen::Index>(in.seen.size()), static_cast<Eigen::Index>(seeds.size()));
            recorded(x, seeds, result.data());
            return result;
        }
    };

    template <class Problem, class... Write>
    static module only(const char* name, const Write&... write) {
        return {{name, answered([](const json& input) { return Problem(input); },
                                [](Problem& problem) { return problem(); }, write...)}};
    }
};

template <class Library>
tool by() {
    using all = evaluations<Library>;
    const auto lstm = [](auto layers) {
        return all::template only<typename all::template gradient<plain::lstm<decltype(layers)::value>>>("jacobian");
    };
    return {{"hello", all::template only<typename all::slope_of_square>("double")},
            {"lse", all::template only<typename all::template gradient<plain::log_sum_exp>>("gradient")},
            {"llsq", all::template only<typename all::template gradient<plain::least_squares>>("gradient")},
            {"gmm", all::template only<typename all::template gradient<plain::mixture>>("jacobian")},
            {"kmeans", all::template only<typename all::newton_step>("dir")},
            {"ba", all::template only<typename all::bundle_jacobian>("jacobian", write_jacobian)},
            {"lstm", {{"jacobian", by_layers("jacobian", lstm)}}},
            {"ht", all::template only<typename all::hand_jacobian>("jacobian", write_matrix)},
            {"ode", all::template only<typename all::template gradient<plain::ode>>("gradient")},
            {"det", all::template only<typename all::template gradient<plain::determinant>>("gradient")}};
}

} // namespace gradbench::rivals

#endif
