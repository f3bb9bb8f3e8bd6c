// SPDX-License-Identifier: BSL-1.0
#ifndef PULLBACK_REPLAY_REPLAYED_HPP
#define PULLBACK_REPLAY_REPLAYED_HPP

#include <pullback/replay/flat_code.hpp>
#include <pullback/replay/simplified.hpp>
#include <pullback/replay/stored_program.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace pullback::engine::replay {

/// A program with what is made of it when it is first asked for: the one that runs and the one that is differentiated.
/// All members may be called by several threads at once.
class replayed {
public:
    explicit replayed(stored_program program) : program_(std::move(program)) {}

    /// The program as it was recorded, or written by differentiation.
    const stored_program& program() const { return program_; }
    /// The program made small, for its derivatives.
    const stored_program& to_differentiate() const {
        std::call_once(is_simplified_, [this] { small_ = replay::before_differentiation(program_); });
        return small_;
    }
    /// What runs.
    const stored_program& to_run() const {
        std::call_once(is_ready_, [this] { running_ = replay::before_execution(program_); });
        return running_;
    }
    /// What runs one point at a time, and what runs several.
    const flat_code& code(points_at_once points = points_at_once::one) const {
        const auto number = static_cast<std::size_t>(points);
        std::call_once(are_flat_[number], [&] { codes_[number] = replay::code_of(to_run().view(), points); });
        return *codes_[number];
    }

private:
    stored_program program_;
    mutable stored_program small_, running_;
    mutable std::array<std::unique_ptr<const flat_code>, 2> codes_;
    mutable std::once_flag is_simplified_, is_ready_;
    mutable std::array<std::once_flag, 2> are_flat_;
};

} // namespace pullback::engine::replay

namespace pullback {

/// Memory for calls of a function recorded at run time with numbers of type `T`, of so many points at once: without it
/// each call allocates. Different threads may call one function at the same time, each with memory of its own.
template <class T, std::size_t Lanes = 1>
class replay_workspace {
public:
    // This constructor is for this library's own use.
    explicit replay_workspace(std::shared_ptr<const engine::replay::replayed> body)
        : body_(std::move(body)),
          code_(
              &body_->code(Lanes == 1 ? engine::replay::points_at_once::one : engine::replay::points_at_once::several)),
          values_(code_->value_count() * Lanes),
          results_(code_->output_count()) {
        code_->enter_literals<T, Lanes>(values_.data());
    }

    /// Whether it is memory for calls of the function of this program.
    bool is_of(const engine::replay::replayed& body) const noexcept { return body_.get() == &body; }

    const engine::replay::flat_code& code() const { return *code_; }
    /// Where the inputs stand before a run, those of one scalar of all points side by side.
    T* inputs() { return values_.data(); }
    void run() { code_->run<T, Lanes>(values_.data()); }
    /// Output `index` of the point in a lane, after a run.
    const T& output(std::size_t index, std::size_t lane = 0) const {
        return values_[std::size_t{code_->output(index)} * Lanes + lane];
    }
    /// The outputs of one point, to so many numbers from `out` on.
    void write_results(T* out, std::size_t lane = 0) const {
        for (std::size_t i = 0; i < results_.size(); ++i) out[i] = output(i, lane);
    }
    /// The outputs of one point side by side, good until the next call.
    const T* results(std::size_t lane = 0) {
        write_results(results_.data(), lane);
        return results_.data();
    }

private:
    std::shared_ptr<const engine::replay::replayed> body_; // lives as long as there is memory for it
    const engine::replay::flat_code* code_;
    std::vector<T> values_, results_;
};

} // namespace pullback

#endif
